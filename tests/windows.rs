//! Tests the documents and settings of Windows guests.

use gcs_prot::json::{self, Base64Json, Encode, JsonString, RawJson, Revealed, Seq};
use gcs_prot::message::{RequestType, UvmConfig};
use gcs_prot::windows::{
    self, ContainerConfig, ContainerUpdate, HostedSystem, LogForwardServiceRpcRequest, LogSourcesInfo,
    ModificationRequest, ModifyServiceSettings, Processor, Resource, RpcType,
};
use gcs_prot::{Error, ErrorKind, resource};

fn encoded(value: &dyn Encode) -> String {
    let mut buffer = vec![0xa5; 8192];
    let text = json::encode(value, &mut buffer).expect("room");
    String::from_utf8(text.to_vec()).expect("UTF-8")
}

/// Each resource type whose settings differ between the kinds of guest, with the settings of a Windows guest.
const OTHERS: [(&str, &str); 4] = [
    (
        "CombinedLayers",
        r#"{"ContainerRootPath":"C:\\c","Layers":[{"Id":"i"}],"ScratchPath":"C:\\s","FilterType":"UnionFS"}"#,
    ),
    ("MappedVirtualDisk", r#"{"ContainerPath":"c:\\mounts\\scsi\\m0","Lun":-1}"#),
    ("MappedDirectory", r#"{"HostPath":"h","HostPathType":"VirtualSmbPath","ContainerPath":"C:\\x","ReadOnly":true}"#),
    ("Network", r#"{"AdapterId":"a","RequestType":"PreAdd","Settings":{"ID":"i","Health":{"Extra":{}}}}"#),
];

#[test]
fn settings_are_read_by_the_kind_of_guest_and_lose_nothing() {
    for (name, settings) in OTHERS {
        let text = format!(r#"{{"RequestType":"Add","ResourceType":"{name}","Settings":{settings}}}"#);
        let reversed = format!(r#"{{"Settings":{settings},"ResourceType":"{name}"}}"#);
        for given in [&text, &reversed] {
            let mut copy = given.clone().into_bytes();
            let request: ModificationRequest = json::decode(&mut copy).expect(name);
            assert_eq!(encoded(&request), text, "{given}");
            assert_eq!(request.resource.resource_type(), name);
            assert!(!matches!(request.resource, Resource::Unknown { .. }));
            assert_eq!(request.update(), Ok(None));
        }
        // A Linux guest has other settings with this name.
        let mut copy = text.clone().into_bytes();
        let linux = json::decode::<resource::ModificationRequest>(&mut copy);
        assert!(linux.is_err() || linux.is_ok_and(|request| encoded(&request) != text), "{name}");
    }
}

#[test]
fn a_resource_of_linux_guests_is_unknown_to_a_windows_guest() {
    for name in
        ["SCSIDevice", "VPMemDevice", "VPCIDevice", "ContainerConstraints", "PodCgroupMemoryLimit", "combinedlayers"]
    {
        let mut text = format!(r#"{{"ResourceType":"{name}","Settings":{{"Any":1}}}}"#).into_bytes();
        let request: ModificationRequest = json::decode(&mut text).expect(name);
        assert_eq!(
            request.require_known_resource().map_err(|error| error.kind()),
            Err(ErrorKind::UnknownResourceType),
            "{name}"
        );
        let Resource::Unknown { resource_type, settings } = request.resource else { panic!("{name} is known") };
        assert_eq!((resource_type, format!("{settings:?}")), (name, r#"{"Any": 1}"#.into()));
    }
}

#[test]
fn settings_of_a_known_resource_must_be_there() {
    for settings in ["", r#","Settings":null"#] {
        let mut text = format!(r#"{{"ResourceType":"HvSocket"{settings}}}"#).into_bytes();
        let error = json::decode::<ModificationRequest>(&mut text).expect_err("no settings");
        assert_eq!((error.kind(), error.key()), (ErrorKind::MissingKey, Some("Settings")));
    }
}

fn update(text: &str, check: impl FnOnce(Result<Option<ContainerUpdate<'_>>, Error>)) {
    let mut copy = text.as_bytes().to_vec();
    let request: ModificationRequest = json::decode(&mut copy).expect(text);
    assert_eq!(request.require_known_resource(), Ok(()));
    assert_eq!(encoded(&request), text);
    check(request.update());
}

#[test]
fn without_a_resource_type_the_path_says_what_the_settings_are() {
    update(
        r#"{"ResourcePath":"Container/Memory/SizeInMB","RequestType":"Update","Settings":18446744073709551615}"#,
        |update| {
            assert_eq!(update, Ok(Some(ContainerUpdate::MemorySizeInMb(u64::MAX))));
        },
    );
    update(r#"{"ResourcePath":"Container/Processor","RequestType":"Update","Settings":{"Maximum":5000}}"#, |update| {
        assert_eq!(update, Ok(Some(ContainerUpdate::Processor(Processor { maximum: 5000, ..Processor::default() }))));
    });
    update(
        r#"{"ResourcePath":"Container/MappedDirectories","RequestType":"Add","Settings":{"ContainerPath":"C:\\m"}}"#,
        |update| {
            let Ok(Some(ContainerUpdate::MappedDirectory(directory))) = update else { panic!("{update:?}") };
            assert_eq!(directory.container_path, r"C:\m");
        },
    );
    update(r#"{"RequestType":"Remove","Settings":{"AdapterId":"a","RequestType":"Remove"}}"#, |update| {
        let Ok(Some(ContainerUpdate::Network(network))) = update else { panic!("{update:?}") };
        assert_eq!((network.adapter_id, network.request_type), ("a", RequestType::Remove));
        assert_eq!(network.endpoint(), Ok(None));
    });
    update(r#"{"ResourcePath":"Container/Other","Settings":[1.5]}"#, |update| {
        assert_eq!(update, Ok(Some(ContainerUpdate::Unknown)));
    });
}

#[test]
fn settings_that_the_path_does_not_call_for_are_an_error_and_kept() {
    for (text, kind) in [
        (r#"{"ResourcePath":"Container/Memory/SizeInMB","Settings":-1}"#, ErrorKind::OutOfRange),
        (r#"{"ResourcePath":"Container/Memory/SizeInMB"}"#, ErrorKind::MissingKey),
        (
            r#"{"ResourcePath":"Container/Processor","Settings":{"Count":"2"}}"#,
            ErrorKind::WrongType(gcs_prot::Expected::Integer),
        ),
        ("{}", ErrorKind::MissingKey),
    ] {
        update(text, |update| assert_eq!(update.map_err(|error| error.kind()), Err(kind), "{text}"));
    }
}

#[test]
fn a_change_without_a_resource_type_is_written() {
    let processor = Processor { count: 2, ..Processor::default() };
    let request = ModificationRequest::without_resource_type(
        ContainerUpdate::PROCESSOR,
        RequestType::Update,
        RawJson::new(&processor),
    );
    assert_eq!(
        encoded(&request),
        r#"{"ResourcePath":"Container/Processor","RequestType":"Update","Settings":{"Count":2}}"#
    );
}

#[test]
fn an_endpoint_is_in_the_settings_of_its_adapter() {
    let mut text = *br#"{"ResourceType":"Network","Settings":{"RequestType":"PreAdd","Settings":{"MacAddress":"m",
        "Policies":[{"Type":"ACL","Settings":null},{"Type":"New"}],"Health":{"Data":1,"Extra":{"Resources":null}}}}}"#;
    let request: ModificationRequest = json::decode(&mut text).expect("a request");
    let Resource::Network(network) = request.resource else { panic!("no network") };
    let endpoint = network.endpoint().expect("an endpoint").expect("settings");
    assert_eq!(endpoint.mac_address, "m");
    assert_eq!(
        encoded(&endpoint),
        concat!(
            r#"{"Policies":[{"Type":"ACL","Settings":null},{"Type":"New"}],"Dns":{},"MacAddress":"m","#,
            r#""Health":{"Data":1,"Extra":{"Resources":null}},"SchemaVersion":{"Major":0,"Minor":0}}"#
        )
    );
}

#[test]
fn log_forwarding_is_read_down_to_the_document_in_its_base64_and_written_alike() {
    let vectors = include_str!("vectors/messages-windows.jsonl");
    let mut documents = 0;
    for line in vectors.lines().filter(|line| line.contains("ModifyServiceSettings<LogForwardServiceRPCRequest>")) {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let payload = line["payload"].as_str().expect("a payload");
        let mut copy = payload.as_bytes().to_vec();
        let mut request: windows::Request<ModifyServiceSettings> = json::decode(&mut copy).expect("a request");
        let mut buffer = vec![0; payload.len()];
        let sources: Option<LogSourcesInfo> = request.body.settings.sources(&mut buffer).expect("sources");
        assert_eq!(sources.is_some(), request.body.settings.rpc_type == RpcType::ModifyServiceSettings);
        if let Some(sources) = &sources {
            let source = sources.log_config.sources.iter().next().expect("a source");
            assert_eq!(source.kind, windows::LogSourceType::Etw);
            assert!(source.providers.iter().count() > 1);
            request.body.settings.settings = Base64Json::new(sources);
            documents += 1;
        }
        assert_eq!(encoded(&request), payload);
    }
    assert_eq!(documents, 2);
}

#[test]
fn a_service_that_is_not_known_and_settings_that_are_not_there_are_refused() {
    for (text, kind, key) in [
        (r#"{"PropertyType":"Other","Settings":{}}"#, ErrorKind::UnknownResourceType, "PropertyType"),
        (r#"{"Settings":{}}"#, ErrorKind::MissingKey, "PropertyType"),
        (r#"{"PropertyType":"LogForwardService"}"#, ErrorKind::MissingKey, "Settings"),
        (r#"{"PropertyType":"LogForwardService","Settings":null}"#, ErrorKind::MissingKey, "Settings"),
    ] {
        let mut copy = text.as_bytes().to_vec();
        let error = json::decode::<ModifyServiceSettings>(&mut copy).map_err(|error| (error.kind(), error.key()));
        assert_eq!(error.err(), Some((kind, Some(key))), "{text}");
    }
    let request = LogForwardServiceRpcRequest { settings: Base64Json::from_text("?"), ..Default::default() };
    let error = request.sources(&mut [0; 8]).expect_err("no base64");
    assert_eq!((error.kind(), error.key()), (ErrorKind::InvalidBase64, Some("Settings")));
}

fn config(text: &str) -> Result<String, ErrorKind> {
    let mut payload = format!(r#""{}""#, text.replace('"', "\\\"")).into_bytes();
    let config: JsonString<ContainerConfig> = json::decode(&mut payload).map_err(|error| error.kind())?;
    let kind = match config.0 {
        ContainerConfig::Container(_) => "container",
        ContainerConfig::Confidential(_) => "confidential",
        ContainerConfig::Vm(_) => "VM",
    };
    Ok(format!("{kind} {}", encoded(&config.0)))
}

#[test]
fn the_keys_of_a_document_say_what_is_created() {
    let spec = r#""Spec":{"ociVersion":"1.0"}"#;
    for (text, read) in [
        ("{}", "container {}"),
        (r#"{"Unknown":{}}"#, "container {}"),
        (
            r#"{"Container":{},"SchemaVersion":{"Major":2}}"#,
            r#"container {"SchemaVersion":{"Major":2},"Container":{}}"#,
        ),
        (
            r#"{"TimeZoneInformation":{},"SystemType":"Container"}"#,
            r#"VM {"SystemType":"Container","TimeZoneInformation":{}}"#,
        ),
        (r#"{"systemtype":""}"#, r#"VM {"SystemType":"","TimeZoneInformation":null}"#),
        (
            r#"{"SystemType":"Container","Container":null}"#,
            r#"VM {"SystemType":"Container","TimeZoneInformation":null}"#,
        ),
        (
            &format!(r#"{{"CWCOWHostedSystem":{{"Container":{{}}}},{spec}}}"#),
            &format!(r#"confidential {{{spec},"CWCOWHostedSystem":{{"Container":{{}}}}}}"#),
        ),
    ] {
        assert_eq!(config(text).as_deref(), Ok(read), "{text}");
    }
}

#[test]
fn a_document_that_two_readers_could_take_for_different_ones_is_refused() {
    for text in [
        r#"{"SystemType":"Container","Container":{}}"#,
        r#"{"Container":{},"SystemType":"Container"}"#,
        r#"{"Spec":{},"Container":{}}"#,
        r#"{"SchemaVersion":{},"CWCOWHostedSystem":{}}"#,
        r#"{"TimeZoneInformation":{},"Spec":{}}"#,
    ] {
        assert_eq!(config(text), Err(ErrorKind::Ambiguous), "{text}");
    }
}

#[test]
fn what_is_created_is_made_of_any_of_the_three() {
    let vm = ContainerConfig::from(UvmConfig { system_type: "Container", ..Default::default() });
    assert_eq!(encoded(&vm), r#"{"SystemType":"Container","TimeZoneInformation":null}"#);
    assert_eq!(encoded(&ContainerConfig::from(HostedSystem::default())), "{}");
    let confidential = ContainerConfig::from(windows::CwcowHostedSystem::default());
    assert_eq!(encoded(&confidential), r#"{"Spec":{"ociVersion":""},"CWCOWHostedSystem":{}}"#);
}

#[test]
fn secrets_are_not_shown() {
    let state = windows::ContainerCredentialGuardState {
        cookie: "hush",
        rpc_endpoint: "hush",
        transport: "hush",
        credential_spec: "hush",
    };
    let environment = [("KEY", "hush")];
    let process = windows::ProcessParameters { environment: (&environment).into(), ..Default::default() };
    let config = windows::ProcessConfig { environment: (&environment).into(), ..Default::default() };
    for (shown, asked_for) in [
        (format!("{state:?}"), format!("{:?}", Revealed(&state))),
        (format!("{process:?}"), format!("{:?}", Revealed(&process))),
        (format!("{config:?}"), format!("{:?}", Revealed(&config))),
    ] {
        assert!(!shown.contains("hush") && shown.contains("<hidden>"), "{shown}");
        assert!(asked_for.contains("hush"), "{asked_for}");
    }
}

#[test]
fn directories_are_nested_as_deep_as_any_json() {
    // Each level consists of an object and a list. The outermost object adds one level.
    let nested = |levels: usize| format!("{}{{}}{}", r#"{"objdir":["#.repeat(levels), "]}".repeat(levels)).into_bytes();
    let mut text = nested(31);
    let mut directory: windows::ObjectDirectory = json::decode(&mut text).expect("63 containers");
    let mut levels = 0;
    while let Some(inner) = directory.objdir.iter().next() {
        directory = inner;
        levels += 1;
    }
    assert_eq!(levels, 31);
    let mut text = nested(32);
    assert_eq!(
        json::decode::<windows::ObjectDirectory>(&mut text).map_err(|error| error.kind()),
        Err(ErrorKind::TooDeep)
    );
    let inner = [windows::ObjectDirectory { name: "inner", ..Default::default() }];
    let outer = windows::ObjectDirectory { objdir: Seq::from(&inner), ..Default::default() };
    assert_eq!(encoded(&outer), r#"{"objdir":[{"name":"inner"}]}"#);
}

#[test]
fn a_change_of_a_service_is_also_a_document_of_its_own() {
    let text = r#"{"PropertyType":"LogForwardService","Settings":{"RPCType":"StartLogForwarding"}}"#;
    let change: ModifyServiceSettings = json::decode(text.as_bytes().to_vec().leak()).expect("a change");
    assert_eq!(encoded(&change), text);
}
