//! Tests which document a Create contains, and payloads that the table does not know.

use gcs_prot::endpoint::FrameEvent;
use gcs_prot::json::JsonString;
use gcs_prot::message::{
    ContainerConfig, ContainerCreate, UvmConfig, VmHostedContainerSettings, VmHostedContainerSettingsV2,
};

use super::*;

/// Returns what a guest decodes from a configuration.
fn created(document: &str) -> Result<String, String> {
    let mut buffers = buffers(8192, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    let config = serde_json::Value::String(document.into());
    give(&mut guest, &message(Method::Create.request(), 1, &format!(r#"{{"ContainerConfig":{config}}}"#)));
    match guest.poll().expect("a good stream") {
        Some(Event::Call(Call::Create(create, _))) => Ok(match create.body.container_config.0 {
            ContainerConfig::V2(settings) => {
                format!("2: {} {}", settings.schema_version.major, settings.oci_bundle_path)
            }
            ContainerConfig::V1(settings) => {
                let layers = settings.layers.iter().map(|layer| layer.id).collect::<Vec<_>>();
                format!("1: {} {layers:?}", settings.sandbox_data_path)
            }
            ContainerConfig::Vm(config) => {
                let zone = config.time_zone_information.map(|zone| zone.standard_name.to_owned());
                format!("vm: {} {zone:?}", config.system_type)
            }
        }),
        Some(Event::Refused(Refused { error, .. })) => Err(error.map(|error| error.to_string()).unwrap_or_default()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_keys_of_a_configuration_say_whose_it_is_in_whatever_order_they_come() {
    for (document, expected) in [
        (r#"{"SchemaVersion":{"Major":2,"Minor":1},"OciBundlePath":"/b"}"#, "2: 2 /b"),
        (r#"{"OciBundlePath":"/b","SchemaVersion":{"Major":2}}"#, "2: 2 /b"),
        (r#"{"SystemType":"Container","TimeZoneInformation":{"StandardName":"UTC"}}"#, "vm: Container Some(\"UTC\")"),
        (r#"{"TimeZoneInformation":{"StandardName":"UTC"},"systemtype":"Container"}"#, "vm: Container Some(\"UTC\")"),
        (r#"{"SystemType":"Container","TimeZoneInformation":null}"#, "vm: Container None"),
        (r#"{"Layers":[{"Id":"a"},{"Id":"b\n"}],"SandboxDataPath":"7"}"#, r#"1: 7 ["a", "b\n"]"#),
        (r#"{"SandboxDataPath":"7","MappedDirectories":null,"Layers":[{"Id":"a"}]}"#, r#"1: 7 ["a"]"#),
        // Keys of the other documents are ignored, in any position and with any value.
        (r#"{"SystemType":7,"Layers":"x","SchemaVersion":{"Major":2},"NetworkAdapters":1}"#, "2: 2 "),
        (r#"{"SchemaVersion":{"Major":2},"SystemType":7,"Layers":"x"}"#, "2: 2 "),
        (r#"{"Layers":5,"SystemType":"Container","SandboxDataPath":{}}"#, "vm: Container None"),
        ("{}", "2: 0 "),
        (r#"{"Unknown":[1,{}]}"#, "2: 0 "),
    ] {
        assert_eq!(created(document), Ok(expected.to_owned()), "{document}");
    }
    let error = created(r#"{"Layers":[{"Id":7}]}"#).expect_err("a number is no name");
    assert!(error.contains("expected a string"), "{error}");
    let error = created(r#"{"SystemType":7}"#).expect_err("a number is no type");
    assert!(error.contains("expected a string, key SystemType"), "{error}");
    assert!(created(r#"{"SystemType":"a","systemType":"b"}"#).expect_err("twice").contains("duplicate"));
}

#[test]
fn a_configuration_is_written_as_what_it_is() {
    let written = |config: ContainerConfig<'_>| {
        let mut buffer = [0; 512];
        let create = ContainerCreate { container_config: JsonString(config), ..ContainerCreate::default() };
        let length = json::encode(&create, &mut buffer).expect("room").len();
        let mut payload = buffer[..length].to_vec();
        let again: ContainerCreate = json::decode(&mut payload).expect("a configuration");
        let mut second = [0; 512];
        assert_eq!(json::encode(&again, &mut second), Ok(&buffer[..length]));
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    let vm = UvmConfig { system_type: "Container", ..UvmConfig::default() };
    assert!(written(vm.into()).contains(r#"{\"SystemType\":\"Container\""#));
    assert!(written(VmHostedContainerSettingsV2::default().into()).contains("SchemaVersion"));
    assert!(written(ContainerConfig::V1(VmHostedContainerSettings::default())).contains("Layers"));
}

/// Host -> guest: freezes file systems.
#[gcs_prot::json_object]
struct FreezeContainer<'a> {
    /// The mount points of the file systems.
    #[json("Paths")]
    paths: gcs_prot::json::Seq<'a, &'a str>,
}

/// Guest -> host: the number of frozen file systems.
#[gcs_prot::json_object]
struct Frozen {
    /// The number.
    #[json("Count")]
    count: u32,
}

#[test]
fn a_request_that_the_table_does_not_know_is_served_by_the_lower_call() {
    const FREEZE: MessageIdentifier = MessageIdentifier(0x1010_7701);
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    // Before the negotiation, the request is refused like any other.
    give(&mut guest, &message(FREEZE, 0, r#"{"ActivityId":"me","Paths":["/data"]}"#));
    assert!(matches!(guest.poll_frame(), Ok(Some(FrameEvent::Refused(_)))));
    take(&mut guest);
    negotiate(&mut guest);
    give(&mut guest, &message(FREEZE, 3, r#"{"ActivityId":"me","Paths":["/data","/\u0062"]}"#));
    give(&mut guest, &message(FREEZE, 4, r#"{"ActivityId":"me","Paths":[7]}"#));
    give(&mut guest, &message(Method::Start.request(), 5, r#"{"ContainerId":"c"}"#));
    give(&mut guest, &message(MessageIdentifier(0x1010_7801), 6, r#"{"ActivityId":"me"}"#));
    give(&mut guest, &message(Method::NegotiateProtocol.request(), 7, r#"{"ActivityId":"me"}"#));
    let (mut tokens, mut answers) = (Vec::new(), Vec::new());
    loop {
        while let Some(event) = guest.poll_frame().expect("a good stream") {
            let call = match event {
                FrameEvent::Call(call) => call,
                FrameEvent::Refused(refused) => {
                    assert_eq!(refused.header.sequence_id(), SequenceId(7), "the negotiation came twice");
                    continue;
                }
                other => panic!("{other:?}"),
            };
            if call.frame.header.identifier() == FREEZE {
                assert_eq!(call.reply.method(), None);
                match call.decode::<FreezeContainer<'_>>() {
                    Ok((freeze, reply)) => {
                        assert!(freeze.body.paths.iter().eq(["/data", "/b"]));
                        let count = u32::try_from(freeze.body.paths.iter().count()).expect("few");
                        reply.ok_with(&Frozen { count }).expect("room");
                    }
                    Err(refused) => assert_eq!(refused.result, HResult::INVALID_JSON),
                }
            } else {
                match call.typed() {
                    Event::Call(Call::Start(_, reply)) => tokens.push(reply.later().erase()),
                    Event::Refused(refused) => assert_eq!(refused.result, HResult::NOT_IMPLEMENTED),
                    other => panic!("{other:?}"),
                }
            }
        }
        let bytes = take(&mut guest);
        if bytes.is_empty() {
            break;
        }
        let (identifier, id, result, activity, _) = response(&bytes);
        answers.push((identifier, id, result, activity, String::from_utf8_lossy(&bytes).contains(r#""Count":2"#)));
    }
    let me = || "me".to_owned();
    assert_eq!(
        answers,
        [
            (FREEZE.response_identifier(), 3, HResult::OK, me(), true),
            (FREEZE.response_identifier(), 4, HResult::INVALID_JSON, me(), false),
            (MessageIdentifier(0x2010_7801), 6, HResult::NOT_IMPLEMENTED, me(), false),
            (Method::NegotiateProtocol.response(), 7, HResult::NOT_IMPLEMENTED, me(), false),
        ]
    );
    // Tokens of any method return their method, can be converted back, and can fail.
    let token = tokens.pop().expect("one");
    assert_eq!(token.method(), Some(Method::Start));
    let token = token.downcast::<rpc::Create>().expect_err("of another method");
    let token = token.downcast::<rpc::Start>().expect("its own").erase();
    guest.respond_failure(token, HResult::NOT_FOUND, "no such container").expect("room");
    assert_eq!(response(&take(&mut guest)).2, HResult::NOT_FOUND);
}

#[test]
fn an_event_that_is_used_up_does_not_hold_the_guest() {
    let mut buffers = buffers(4096, 4096);
    let mut guest = buffers.guest();
    negotiate(&mut guest);
    give(&mut guest, &message(Method::Start.request(), 1, "{}"));
    give(&mut guest, &message(Method::GetProperties.request(), 2, r#"{"Query":"{\"PropertyTypes\":[\"Memory\"]}"}"#));
    let mut sent = 0;
    while let Some(event) = guest.poll().expect("a good stream") {
        match event {
            Event::Call(Call::GetProperties(get, reply)) => {
                assert!(get.body.query.0.is_some_and(|query| query.property_types.len() == 1));
                reply.fail(HResult::FAIL, "").expect("room");
            }
            Event::Call(call) => call.fail(HResult::FAIL, "").expect("room"),
            other => panic!("{other:?}"),
        }
        // The event is still in scope here, but its reply has been used.
        guest.notify(&exit("c")).expect("room");
        while !guest.outgoing().is_empty() {
            sent += take(&mut guest).len();
        }
    }
    assert!(sent > 400 && guest.notifications() == 0);
}
