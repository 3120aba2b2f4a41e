//! Tests that decoding an encoded message gives the same message, for messages made from arbitrary data.

use std::collections::BTreeMap;
use std::fmt::Debug;

use arbitrary::{Arbitrary, Unstructured};
use gcs_prot::json::{self, Decode, Encode, JsonString, List, Map, RawJson, Seq};
use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerModifySettings, ContainerNotification, ErrorRecord,
    ExecuteProcessSettings, ExecuteProcessVsockStdioRelaySettings, GcsCapabilities, GcsGuestCapabilities, Joined,
    MessageBase, MessageResponseBase, NegotiateProtocolResponse, ProcessParameters, ProtocolVersion, SchemaVersion,
    SpanContext, VmHostedContainerSettingsV2,
};
use gcs_prot::oci::{Process, Spec};
use gcs_prot::resource::{
    Layer, LcowCombinedLayers, LcowIpConfig, LcowMappedVirtualDisk, LcowNetworkAdapter, LcowRoute, ModificationRequest,
    Resource,
};
use gcs_prot::{ErrorKind, HResult};

use super::decode::{check_room, encode};

/// The data that messages are made from. It owns what the messages borrow.
#[derive(Arbitrary, Debug)]
struct Parts {
    container_id: String,
    activity_id: String,
    trace: BTreeMap<String, String>,
    span: Option<(String, u32)>,
    result: i32,
    records: Vec<(i32, String, String, u32)>,
    message: Message,
}

#[derive(Arbitrary, Debug)]
enum Message {
    Negotiated {
        version: u32,
        create: bool,
        start: bool,
        schemas: Vec<(u32, u32)>,
        os: String,
        guest: [bool; 4],
    },
    Execute(Started),
    Create {
        major: u32,
        path: String,
        args: Option<Vec<String>>,
        annotations: BTreeMap<String, String>,
    },
    Network {
        id: String,
        mac: String,
        length: u8,
        overhead: u16,
        configs: Vec<(String, u8)>,
        routes: Vec<(String, u16)>,
    },
    Disk {
        path: String,
        lun: u8,
        partition: u64,
        read_only: bool,
        options: Vec<String>,
    },
    Layers {
        root: String,
        layers: Vec<(String, String)>,
    },
    Unknown {
        name: String,
        text: String,
    },
    Notification {
        kind: String,
        operation: String,
        info: String,
    },
}

#[derive(Arbitrary, Debug)]
struct Started {
    line: String,
    args: Vec<String>,
    environment: BTreeMap<String, String>,
    directory: String,
    console: Option<[u16; 2]>,
    flags: [bool; 5],
    process: Option<(String, Vec<String>)>,
    ports: [u32; 3],
}

/// Makes a message from the bytes and checks the law on it.
pub fn check(data: &[u8]) {
    let Ok(parts) = Parts::arbitrary_take_rest(Unstructured::new(data)) else { return };
    let trace = pairs(&parts.trace);
    let base = MessageBase {
        container_id: &parts.container_id,
        activity_id: &parts.activity_id,
        trace_context: Map::from(&*trace),
        span_context: parts.span.as_ref().map(|(id, options)| SpanContext {
            trace_id: id,
            trace_options: *options,
            ..SpanContext::default()
        }),
    };
    let records: Vec<_> = parts.records.iter().map(record).collect();
    let response = MessageResponseBase {
        result: HResult(parts.result),
        activity_id: &parts.activity_id,
        error_message: parts.records.first().map_or("", |record| &record.1),
        error_records: Seq::from(&*records),
    };
    message(&parts.message, base, response);
}

fn record((result, message, trace, line): &(i32, String, String, u32)) -> ErrorRecord<'_> {
    ErrorRecord { result: HResult(*result), message, stack_trace: trace, line: *line, ..ErrorRecord::default() }
}

fn message(message: &Message, base: MessageBase<'_>, response: MessageResponseBase<'_>) {
    match message {
        Message::Negotiated { version, create, start, schemas, os, guest } => {
            let schemas: Vec<_> =
                schemas.iter().map(|(major, minor)| SchemaVersion { major: *major, minor: *minor }).collect();
            let [namespace, signal, dump, delete] = *guest;
            let capabilities = GcsCapabilities {
                send_host_create_message: *create,
                send_host_start_message: *start,
                supported_schema_versions: List::from_slice(&schemas[..schemas.len().min(8)]).expect("8 fit"),
                runtime_os_type: (&**os).into(),
                guest_defined_capabilities: GcsGuestCapabilities {
                    namespace_add_request_supported: namespace,
                    signal_process_supported: signal,
                    dump_stacks_supported: dump,
                    delete_container_state_supported: delete,
                },
                ..GcsCapabilities::default()
            };
            let body = NegotiateProtocolResponse { version: ProtocolVersion(*version), capabilities };
            check_round_trip(&Joined { base: response, body }, &mut Vec::new());
        }
        Message::Execute(started) => execute(started, base),
        Message::Create { major, path, args, annotations } => {
            let args = args.as_ref().map(|args| texts(args));
            let annotations = pairs(annotations);
            let spec = Spec {
                oci_version: path,
                process: args.as_ref().map(|args| Process { args: Seq::from(&**args), ..Process::default() }),
                annotations: Map::from(&*annotations),
                ..Spec::default()
            };
            let settings = VmHostedContainerSettingsV2 {
                schema_version: SchemaVersion { major: *major, minor: 1 },
                oci_bundle_path: path,
                oci_specification: Some(spec),
                scratch_dir_path: path,
            };
            let body = ContainerCreate { container_config: JsonString(settings), ..ContainerCreate::default() };
            check_round_trip(&Joined { base, body }, &mut Vec::new());
        }
        Message::Notification { kind, operation, info } => {
            let body = ContainerNotification {
                notification_type: (&**kind).into(),
                operation: (&**operation).into(),
                result: response.result,
                result_info: &**info,
            };
            check_round_trip(&Joined { base, body }, &mut Vec::new());
        }
        Message::Network { .. } | Message::Disk { .. } | Message::Layers { .. } | Message::Unknown { .. } => {
            modify(message, &base);
        }
    }
}

fn execute(started: &Started, base: MessageBase<'_>) {
    let args = texts(&started.args);
    let environment = pairs(&started.environment);
    let process_args = started.process.as_ref().map(|process| texts(&process.1));
    let [console, input, output, error, outside] = started.flags;
    let parameters = ProcessParameters {
        command_line: &started.line,
        command_args: Seq::from(&*args),
        working_directory: &started.directory,
        environment: Map::from(&*environment),
        emulate_console: console,
        create_std_in_pipe: input,
        create_std_out_pipe: output,
        create_std_err_pipe: error,
        console_size: started.console.map_or_else(List::new, |size| List::from_slice(&size).expect("two")),
        create_in_utility_vm: outside,
        oci_process: started.process.as_ref().zip(process_args.as_ref()).map(|(process, args)| Process {
            cwd: &process.0,
            args: Seq::from(&**args),
            ..Process::default()
        }),
        ..ProcessParameters::default()
    };
    let [std_in, std_out, std_err] = started.ports;
    let settings = ExecuteProcessSettings {
        process_parameters: JsonString(parameters),
        stdio_relay_settings: None,
        vsock_stdio_relay_settings: ExecuteProcessVsockStdioRelaySettings { std_in, std_out, std_err },
    };
    check_round_trip(&Joined { base, body: ContainerExecuteProcess { settings } }, &mut Vec::new());
}

fn modify(message: &Message, base: &MessageBase<'_>) {
    let check_resource = |resource: Resource<'_>| {
        let request = ModificationRequest { resource, ..ModificationRequest::default() };
        let unknown = matches!(request.resource, Resource::Unknown { .. });
        let modify = Joined { base: base.clone(), body: ContainerModifySettings { request } };
        // Settings of an unknown type that are borrowed differ from decoded ones, so their encodings are compared.
        if unknown {
            let mut buffer = Vec::new();
            let error =
                check_encoding(&modify, &mut buffer).body.request.check_known().expect_err("an unknown resource");
            assert_eq!(error.kind(), ErrorKind::UnknownResourceType);
        } else {
            check_round_trip(&modify, &mut Vec::new());
        }
    };
    match message {
        Message::Network { id, mac, length, overhead, configs, routes } => {
            let configs: Vec<_> =
                configs.iter().map(|(ip, length)| LcowIpConfig { ip_address: ip, prefix_length: *length }).collect();
            let routes: Vec<_> = routes
                .iter()
                .map(|(hop, metric)| LcowRoute { next_hop: hop, metric: *metric, ..LcowRoute::default() })
                .collect();
            check_resource(Resource::Network(LcowNetworkAdapter {
                namespace_id: id,
                mac_address: mac,
                prefix_length: *length,
                encap_overhead: *overhead,
                ip_configs: Seq::from(&*configs),
                routes: Seq::from(&*routes),
                ..LcowNetworkAdapter::default()
            }));
        }
        Message::Disk { path, lun, partition, read_only, options } => {
            let options = texts(options);
            check_resource(Resource::MappedVirtualDisk(LcowMappedVirtualDisk {
                mount_path: path,
                lun: *lun,
                partition: *partition,
                read_only: *read_only,
                options: Seq::from(&*options),
                ..LcowMappedVirtualDisk::default()
            }));
        }
        Message::Layers { root, layers } => {
            let layers: Vec<_> = layers.iter().map(|(id, path)| Layer { id, path, ..Layer::default() }).collect();
            let combined = LcowCombinedLayers {
                container_root_path: root,
                layers: Seq::from(&*layers),
                ..LcowCombinedLayers::default()
            };
            check_resource(Resource::CombinedLayers(combined));
        }
        Message::Unknown { name, text } => {
            let text = text.as_str();
            let settings = RawJson::new(&text);
            check_resource(Resource::Unknown { resource_type: &format!("x{name}"), settings });
        }
        _ => {}
    }
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn pairs(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    map.iter().map(|(key, value)| (&**key, &**value)).collect()
}

/// Encodes and decodes a message, and checks that the result is equal and has the same encoding. `buffer` holds the
/// encoding.
fn check_round_trip<'m, T>(message: &T, buffer: &'m mut Vec<u8>)
where
    T: Decode<'m> + Encode + PartialEq + Debug,
{
    let decoded = check_encoding(message, buffer);
    assert_eq!(&decoded, message);
}

/// Encodes and decodes a message, and checks that the result has the same encoding.
fn check_encoding<'m, T: Decode<'m> + Encode + Debug>(message: &T, buffer: &'m mut Vec<u8>) -> T {
    let written = encode(message);
    buffer.clone_from(&written);
    let decoded: T = json::decode(buffer).unwrap_or_else(|error| panic!("{error}: {message:?}"));
    assert_eq!(encode(&decoded), written, "{message:?}");
    check_room("structured", message, &written);
    decoded
}
