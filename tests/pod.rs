//! Tests a Create request of a large pod: all lists that a host can make long fit into one buffer, and decoding needs
//! little stack.

use gcs_prot::json;
use gcs_prot::message::metrics::Metrics;
use gcs_prot::message::{ContainerConfig, ContainerCreate, PropertiesV2, Request};
use gcs_prot::oci::{
    FreeBsd, Linux, LinuxDevice, LinuxIdMapping, LinuxResources, LinuxSeccompArg, LinuxSyscall, Mount, Process, Spec,
    Windows,
};
use gcs_prot::rpc::{AnyRequest, AnyResponse};
use serde_json::{Value, json};

#[path = "support/stack.rs"]
mod stack;

const ENVIRONMENT: usize = 2000;
const MOUNTS: usize = 200;
const DEVICES: usize = 300;
const SECCOMP: usize = 128;
const ANNOTATIONS: usize = 60;
const BUFFER: usize = 256 << 10;

fn environment(at: usize) -> String {
    format!("SERVICE_{at}_ADDR=tcp://10.0.{}.{}:80 \"\\\n", at / 256, at % 256)
}

fn annotation(at: usize) -> (String, String) {
    (format!("io.example/annotation-{at:03}"), format!("<value> & {at}"))
}

fn pod() -> Vec<u8> {
    let mapping = |at: usize| json!([{"containerID": at, "hostID": at + 1000, "size": 1}, {"containerID": 0, "hostID": 1, "size": 2}]);
    let mounts: Vec<Value> = (0..MOUNTS)
        .map(|at| {
            json!({
                "destination": format!("/mnt/{at}"), "type": "bind", "source": format!("/run/mounts/{at}"),
                "options": ["rbind", "rshared", format!("size={at}k")], "uidMappings": mapping(at), "gidMappings": mapping(at),
            })
        })
        .collect();
    let devices: Vec<Value> = (0..DEVICES)
        .map(|at| json!({"path": format!("/dev/sd{at}"), "type": "b", "major": 8, "minor": at, "fileMode": 432, "uid": 0}))
        .collect();
    let syscalls: Vec<Value> = (0..SECCOMP)
        .map(|at| {
            json!({
                "names": [format!("call_{at}"), "read"], "action": "SCMP_ACT_ALLOW",
                "args": [{"index": 0, "value": at, "op": "SCMP_CMP_EQ"}],
            })
        })
        .collect();
    let config = json!({
        "SchemaVersion": {"Major": 2, "Minor": 1},
        "OciBundlePath": "/run/gcs/c/pod",
        "OciSpecification": {
            "ociVersion": "1.1.0",
            "process": {
                "user": {"uid": 0, "gid": 0}, "args": ["/pause"], "cwd": "/",
                "env": (0..ENVIRONMENT).map(environment).collect::<Vec<_>>(),
            },
            "mounts": mounts,
            "annotations": (0..ANNOTATIONS).map(annotation).collect::<Value>(),
            "linux": {"devices": devices, "seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": syscalls}},
        },
        "ScratchDirPath": "/run/mounts/scratch",
    });
    json!({"ContainerId": "pod", "ActivityId": "", "ContainerConfig": config.to_string()}).to_string().into_bytes()
}

fn walk(request: &Request<ContainerCreate>) {
    let ContainerConfig::V2(config) = &request.body.container_config.0 else { panic!("another configuration") };
    let spec = config.oci_specification.as_ref().expect("a specification");
    let process = spec.process.as_ref().expect("a process");
    assert!(process.env.iter().eq((0..ENVIRONMENT).map(environment)));
    let annotations = spec.annotations.iter();
    assert!(
        annotations.eq((0..ANNOTATIONS)
            .map(annotation)
            .collect::<Vec<_>>()
            .iter()
            .map(|(key, value)| (&**key, &**value)))
    );

    let mapping = |container_id, host_id, size| LinuxIdMapping { container_id, host_id, size };
    let mut mounts = 0;
    for (at, mount) in spec.mounts.iter().enumerate() {
        let options = ["rbind", "rshared", &format!("size={at}k")];
        let number = u32::try_from(at).expect("few");
        let mappings = [mapping(number, number + 1000, 1), mapping(0, 1, 2)];
        assert_eq!(
            mount,
            Mount {
                destination: &format!("/mnt/{at}"),
                mount_type: "bind",
                source: &format!("/run/mounts/{at}"),
                options: (&options).into(),
                uid_mappings: (&mappings).into(),
                gid_mappings: (&mappings).into(),
            }
        );
        mounts += 1;
    }
    assert_eq!(mounts, MOUNTS);

    let linux = spec.linux.as_ref().expect("linux");
    let mut devices = 0;
    for (at, device) in linux.devices.iter().enumerate() {
        assert_eq!(
            device,
            LinuxDevice {
                path: &format!("/dev/sd{at}"),
                device_type: "b",
                major: 8,
                minor: i64::try_from(at).expect("few"),
                file_mode: Some(432),
                uid: Some(0),
                gid: None,
            }
        );
        devices += 1;
    }
    assert_eq!(devices, DEVICES);

    let seccomp = linux.seccomp.as_ref().expect("seccomp");
    let mut groups = 0;
    for (at, group) in seccomp.syscalls.iter().enumerate() {
        let args = [LinuxSeccompArg { index: 0, value: at as u64, value_two: 0, op: "SCMP_CMP_EQ".into() }];
        assert_eq!(
            group,
            LinuxSyscall {
                names: (&[&*format!("call_{at}"), "read"]).into(),
                action: "SCMP_ACT_ALLOW".into(),
                errno_ret: None,
                args: (&args).into(),
            }
        );
        groups += 1;
    }
    assert_eq!(groups, SECCOMP);
}

#[test]
fn a_crowded_pod_is_read_from_one_buffer_and_every_element_is_there() {
    let text = pod();
    let mut buffer = vec![0xa5; BUFFER];
    let (payload, _) = buffer.split_at_mut(text.len());
    payload.copy_from_slice(&text);
    let request: Request<ContainerCreate> = json::decode(payload).expect("a Create");
    walk(&request);
}

#[test]
fn a_crowded_pod_needs_little_stack() {
    let mut buffer = vec![0xa5; BUFFER];
    let text = pod();
    let (payload, _) = buffer.split_at_mut(text.len());
    payload.copy_from_slice(&text);
    let decode = stack::used(|| {
        let mut request = Request::<ContainerCreate>::default();
        json::decode_into(&mut request, payload).expect("a Create");
        std::hint::black_box(&mut request);
    });
    println!(
        "{} bytes of payload, {decode} bytes of stack, {} of them the struct",
        text.len(),
        size_of::<Request<ContainerCreate>>()
    );
    // Unoptimised code and its assertions need several times as much stack. The lower limit applies to optimised code.
    assert!(decode < if cfg!(debug_assertions) { 20 << 10 } else { 8 << 10 }, "{decode} bytes of stack");
}

#[test]
fn structs_are_as_small_as_the_docs_say() {
    if cfg!(not(target_pointer_width = "64")) {
        return;
    }
    let sizes = [
        ("Request<ContainerCreate>", size_of::<Request<ContainerCreate>>(), 2200),
        ("Spec", size_of::<Spec>(), 2008),
        ("Process", size_of::<Process>(), 504),
        ("Linux", size_of::<Linux>(), 1120),
        ("LinuxResources", size_of::<LinuxResources>(), 520),
        ("Windows", size_of::<Windows>(), 296),
        ("FreeBsd", size_of::<FreeBsd>(), 344),
        ("Metrics", size_of::<Metrics>(), 888),
        ("PropertiesV2", size_of::<PropertiesV2>(), 48),
        ("AnyRequest", size_of::<AnyRequest>(), 2808),
        ("AnyResponse", size_of::<AnyResponse>(), 184),
    ];
    for (name, size, said) in sizes {
        assert_eq!(size, said, "{name}");
    }
}
