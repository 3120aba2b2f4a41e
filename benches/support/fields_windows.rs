//! Lists the fields of a Windows container's settings. It omits the devices, because the message has none.

use gcs_prot::resource::Layer;
use gcs_prot::windows::{
    Container, ContainerConfig, ContainerCreate, ContainerCredentialGuardState, Device, DeviceType, GuestOs,
    HostedSystem, HvSocket, HvSocketServiceConfig, HvSocketSystemConfig, IsolationType, MappedDirectory, MappedPipe,
    Memory, Networking, Processor, RegistryChanges, RegistryHive, RegistryKey, RegistryValue, RegistryValueType,
    Storage, StorageQos, Version,
};

use super::Fields;

texts! { DeviceType<'_> IsolationType<'_> RegistryHive<'_> RegistryValueType<'_> }

impl Fields for ContainerConfig<'_> {
    fn walk(&self) -> usize {
        let Self::Container(system) = self else { panic!("the corpus has only a container") };
        system.walk()
    }

    fn slice(&mut self) {
        if let Self::Container(system) = self {
            system.slice();
        }
    }
}

fields! {
    ContainerCreate<ContainerConfig<'_>>: container_config;
    HostedSystem<'_>: schema_version container;
    Version: major minor;
    Container<'_>: guest_os storage mapped_directories mapped_pipes memory processor networking hv_socket container_credential_guard registry_changes assigned_devices isolation_type;
    GuestOs<'_>: host_name;
    Storage<'_>: layers path qos privileged_container_root_path;
    StorageQos: iops_maximum bandwidth_maximum;
    MappedDirectory<'_>: host_path host_path_type container_path read_only;
    MappedPipe<'_>: container_pipe_name host_path host_path_type;
    Memory: size_in_mb;
    Processor: count maximum weight;
    Networking<'_>: allow_unqualified_dns_query dns_search_list network_shared_container_name namespace network_adapters;
    HvSocket<'_>: config enable_power_shell_direct;
    HvSocketSystemConfig<'_>: default_bind_security_descriptor default_connect_security_descriptor service_table;
    HvSocketServiceConfig<'_>: bind_security_descriptor connect_security_descriptor allow_wildcard_binds disabled;
    ContainerCredentialGuardState<'_>: cookie rpc_endpoint transport credential_spec;
    RegistryChanges<'_>: add_values delete_keys;
    RegistryValue<'_>: key name kind string_value binary_value dword_value qword_value custom_type;
    RegistryKey<'_>: hive name volatile;
    Device<'_>: kind interface_class_guid location_path;
    Layer<'_>: id path path_type cache;
}
