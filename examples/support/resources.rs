//! One resource of each type, and the requests that add, change and remove it.

use gcs_prot::message::RequestType::{self, Add, Remove, Update};
use gcs_prot::oci::{LinuxCpu, LinuxMemory, LinuxResources};
use gcs_prot::resource::{
    ConfidentialOptions, DeviceVerityInfo, Layer, LcowCombinedLayers, LcowContainerConstraints, LcowIpConfig,
    LcowMappedDirectory, LcowMappedVirtualDisk, LcowMappedVpMemDevice, LcowMappedVpciDevice, LcowNetworkAdapter,
    LcowRoute, LcowVpMemMappingInfo, Resource, ScsiDevice, SecurityPolicyFragment,
};

/// The network namespaces of the containers. A namespace belongs to one container only.
pub const NAMESPACE: &str = "5f3c1a7e-0000-4000-8000-00155d0000ff";
pub const OTHER_NAMESPACE: &str = "5f3c1a7e-0000-4000-8000-00155d000100";

type Change<'a> = (RequestType<'a>, Resource<'a>);

const LAYERS: &[Layer<'_>] = &[layer("/run/layers/p0"), layer("/run/mounts/scsi/m1")];
const ADDRESSES: &[LcowIpConfig<'_>] = &[
    LcowIpConfig { ip_address: "10.0.0.4", prefix_length: 24 },
    LcowIpConfig { ip_address: "fd00::4", prefix_length: 64 },
];
const ROUTES: &[LcowRoute<'_>] = &[LcowRoute { next_hop: "10.0.0.1", destination_prefix: "0.0.0.0/0", metric: 0 }];

const fn layer(path: &str) -> Layer<'_> {
    Layer { id: "", path, path_type: "", cache: "" }
}

/// The resources that the VM gets before a container is created in it.
pub fn before(container: &str) -> [Change<'_>; 9] {
    let policy = ConfidentialOptions {
        enforcer_type: "rego",
        encoded_security_policy: "cGFja2FnZSBwb2xpY3k=",
        ..ConfidentialOptions::default()
    };
    let fragment = SecurityPolicyFragment { fragment: "0oRDoQEmoA==", media_type: "application/cose-x509+rego" };
    let verity_info = DeviceVerityInfo {
        ext4_size_in_bytes: 1 << 30,
        version: 1,
        algorithm: "sha256",
        root_digest: "abababababababababababababababababababababababababababababababab",
        salt: "00",
        block_size: 4096,
        ..DeviceVerityInfo::default()
    };
    let disk = LcowMappedVirtualDisk {
        mount_path: "/run/mounts/scsi/m1",
        lun: 1,
        read_only: true,
        options: (&["noexec"]).into(),
        verity_info: Some(verity_info),
        ..LcowMappedVirtualDisk::default()
    };
    let memory = LcowMappedVpMemDevice {
        mount_path: "/run/layers/p0",
        mapping_info: Some(LcowVpMemMappingInfo { device_offset_in_bytes: 0, device_size_in_bytes: 8192 }),
        ..LcowMappedVpMemDevice::default()
    };
    let device = LcowMappedVpciDevice { vmbus_guid: "0b52781f-b24d-5685-ddf6-69830ed40ec3" };
    [
        (Add, Resource::SecurityPolicy(policy)),
        (Add, Resource::SecurityPolicyFragment(fragment)),
        (Add, Resource::MappedVirtualDisk(disk)),
        (Add, Resource::VpMemDevice(memory)),
        (Add, Resource::MappedDirectory(directory())),
        (Add, Resource::VpciDevice(device)),
        (Add, Resource::Network(network())),
        (Add, Resource::CombinedLayers(layers(container))),
        (Update, Resource::PodCgroupMemoryLimit),
    ]
}

/// The resources that a running container gets.
pub fn constraints() -> Resource<'static> {
    let memory = LinuxMemory { limit: Some(1 << 30), ..LinuxMemory::default() };
    let cpu = LinuxCpu { quota: Some(-1), period: Some(100_000), ..LinuxCpu::default() };
    let linux = LinuxResources { memory: Some(memory), cpu: Some(cpu), ..LinuxResources::default() };
    Resource::ContainerConstraints(LcowContainerConstraints { linux, ..LcowContainerConstraints::default() })
}

/// The resources that are removed from the VM when the container is gone.
pub fn after(container: &str) -> [Change<'_>; 4] {
    [
        (Remove, Resource::CombinedLayers(layers(container))),
        (Remove, Resource::Network(network())),
        (Remove, Resource::MappedDirectory(directory())),
        (Remove, Resource::ScsiDevice(ScsiDevice { controller: 0, lun: 1 })),
    ]
}

fn layers(container_id: &str) -> LcowCombinedLayers<'_> {
    LcowCombinedLayers {
        container_id,
        container_root_path: "/run/gcs/c/session/rootfs",
        layers: LAYERS.into(),
        scratch_path: "/run/mounts/scsi/m0/scratch",
    }
}

fn directory() -> LcowMappedDirectory<'static> {
    LcowMappedDirectory { mount_path: "/run/mounts/plan9/0", port: 564, share_name: "0", read_only: true }
}

fn network() -> LcowNetworkAdapter<'static> {
    LcowNetworkAdapter {
        namespace_id: NAMESPACE,
        id: "c2e6f3a0-1111-4222-8333-000000000001",
        mac_address: "00-15-5D-11-22-33",
        dns_server_list: "10.96.0.10,fd00::a",
        encap_overhead: 50,
        ip_configs: ADDRESSES.into(),
        routes: ROUTES.into(),
        ..LcowNetworkAdapter::default()
    }
}
