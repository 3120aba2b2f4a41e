//! Tests the agent of the examples: time, the end of processes, and changing connections. There is no clock and there
//! are no threads.

use std::time::Duration;

use agent::Agent;
use agent::process::{Command, Emulated, End, Processes, exit_code};
use gcs_prot::HResult;
use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig, Host, HostEvent};
use gcs_prot::json::{EncodeObject, JsonString, List};
use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerGetProperties, ContainerSignalProcess, ContainerWaitForProcess,
    Empty, ExecuteProcessSettings, INFINITE_WAIT_TIMEOUT, MessageBase, NULL_CONTAINER_ID, NegotiateProtocol,
    ProcessParameters, PropertyQuery, PropertyType, ProtocolVersion, Request, SchemaVersion, SignalProcessOptions,
    VmHostedContainerSettingsV2,
};
use gcs_prot::rpc::{self, AnyResponse, Method};

#[path = "../examples/support/agent.rs"]
mod agent;
#[path = "support/wire.rs"]
mod wire;

use wire::pass;

/// Processes that end after the given time, or never.
struct Lasting(Option<Duration>);

impl Processes for Lasting {
    fn start(&mut self, _id: u32, _command: &Command) -> Result<Option<End>, String> {
        Ok(self.0.map(|after| End { after, exit_code: 0 }))
    }

    fn signal(&mut self, _id: u32, signal: i32) -> Option<u32> {
        Some(exit_code(signal))
    }
}

/// A host and an agent that receives its messages at once. The messages that the host receives are kept as text.
struct Bridge<'b> {
    host: Host<'b>,
    guest: Guest<'b>,
    agent: Agent<Lasting>,
    heard: Vec<String>,
}

const NAME: &str = "box";

fn with_bridge(lasts: Option<Duration>, test: impl FnOnce(&mut Bridge<'_>)) {
    let mut buffers = [const { [0xa5; 4096] }; 4];
    let [a, b, c, d] = &mut buffers;
    let (host, guest) = (Host::new(a, b), Guest::new(c, d, GuestConfig::default()));
    test(&mut Bridge { host, guest, agent: Agent::new(Lasting(lasts)), heard: Vec::new() });
}

impl Bridge<'_> {
    fn call(&mut self, method: Method, body: impl EncodeObject) {
        let base = MessageBase { container_id: NAME, ..MessageBase::default() };
        self.host.call_with(method, &Request { base, body }).expect("a call");
    }

    fn negotiate(&mut self) {
        let versions = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
        self.call(Method::NegotiateProtocol, versions);
    }

    /// Negotiates, creates a container, and starts the given number of processes in it.
    fn begin(&mut self, processes: usize) {
        self.negotiate();
        self.heard();
        self.create(processes);
    }

    fn create(&mut self, processes: usize) {
        let schema_version = SchemaVersion { major: 2, minor: 1 };
        let settings = VmHostedContainerSettingsV2 { schema_version, ..Default::default() };
        let container_config = JsonString(settings.into());
        self.call(Method::Create, ContainerCreate { container_config, ..Default::default() });
        for _ in 0..processes {
            self.call(Method::ExecuteProcess, ContainerExecuteProcess::default());
        }
        self.heard();
    }

    fn wait(&mut self, process_id: u32, timeout_in_ms: u32) {
        self.call(Method::WaitForProcess, ContainerWaitForProcess { process_id, timeout_in_ms });
    }

    fn signal(&mut self, process_id: u32, signal: i32) {
        let options = SignalProcessOptions { signal };
        self.call(Method::SignalProcess, ContainerSignalProcess { process_id, options });
    }

    fn reconnect(&mut self) {
        self.agent.disconnected();
        self.guest.reset();
        self.host.reset();
        self.negotiate();
    }

    /// Returns what the host has received since the last call.
    fn heard(&mut self) -> Vec<String> {
        pass(&mut self.host, &mut self.guest);
        loop {
            self.agent.deliver(&mut self.guest);
            while !self.guest.outgoing().is_empty() {
                pass(&mut self.guest, &mut self.host);
            }
            match self.guest.poll().expect("a good stream") {
                None => break,
                Some(Event::Call(call)) => self.agent.handle(call).expect("room"),
                Some(_) => {}
            }
        }
        while let Some(event) = self.host.poll().expect("a good stream") {
            self.heard.push(match event {
                HostEvent::Response(_, response) => told(&response),
                HostEvent::Notification(notification) => {
                    format!("{} of {}", notification.body.notification_type, notification.base.container_id)
                }
                other => format!("{other:?}"),
            });
        }
        std::mem::take(&mut self.heard)
    }
}

fn told(response: &AnyResponse<'_>) -> String {
    let name = response.method().name();
    match response {
        _ if !response.base().result.is_ok() => format!("{name}: {}", response.base().result),
        AnyResponse::WaitForProcess(wait) => format!("{name}: {}", wait.body.exit_code),
        AnyResponse::GetProperties(get) => {
            let list = get.body.properties.0.as_ref().map(|properties| properties.process_list);
            let list: Vec<_> = list.iter().flatten().map(|process| process.process_id).collect();
            format!("{name}: {list:?}")
        }
        _ => name.into(),
    }
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn waits_time_out_each_at_its_time() {
    with_bridge(None, |bridge| {
        bridge.begin(1);
        bridge.agent.tick(ms(1000));
        bridge.wait(1001, INFINITE_WAIT_TIMEOUT);
        bridge.wait(1001, 50);
        bridge.wait(1001, 20);
        bridge.wait(1001, 0);
        let late = format!("WaitForProcess: {}", HResult::TIMEOUT);
        assert_eq!(bridge.heard(), [late.as_str()]);
        assert_eq!(bridge.agent.deadline(), Some(ms(1020)));
        bridge.agent.tick(ms(1019));
        assert!(bridge.heard().is_empty());
        bridge.agent.tick(ms(1020));
        assert_eq!(bridge.heard(), [late.as_str()]);
        bridge.agent.tick(ms(1100));
        assert_eq!(bridge.heard(), [late.as_str()]);
        assert_eq!(bridge.agent.deadline(), None);
        bridge.signal(1001, 1);
        assert_eq!(bridge.heard(), ["SignalProcess", "WaitForProcess: 129", "UnexpectedExit of box"]);
    });
}

#[test]
fn processes_end_by_themselves_and_a_container_with_its_first() {
    with_bridge(Some(ms(30)), |bridge| {
        bridge.begin(1);
        bridge.agent.tick(ms(10));
        bridge.call(Method::ExecuteProcess, ContainerExecuteProcess::default());
        bridge.wait(1002, INFINITE_WAIT_TIMEOUT);
        bridge.wait(1001, INFINITE_WAIT_TIMEOUT);
        assert_eq!(bridge.heard(), ["ExecuteProcess"]);
        assert_eq!(bridge.agent.deadline(), Some(ms(30)));
        bridge.agent.tick(ms(30));
        assert_eq!(bridge.heard(), ["WaitForProcess: 137", "WaitForProcess: 0", "UnexpectedExit of box"]);
        assert_eq!(bridge.agent.deadline(), None);
        bridge.call(Method::ExecuteProcess, ContainerExecuteProcess::default());
        bridge.call(Method::ShutdownGraceful, Empty {});
        let stopped = HResult::SYSTEM_ALREADY_STOPPED;
        assert_eq!(bridge.heard(), [format!("ExecuteProcess: {stopped}"), format!("ShutdownGraceful: {stopped}")]);
    });
}

#[test]
fn a_process_that_has_ended_is_remembered_until_a_host_was_told() {
    with_bridge(None, |bridge| {
        bridge.begin(3);
        bridge.signal(1002, 15);
        bridge.signal(1002, 15);
        let gone = HResult::NOT_FOUND;
        assert_eq!(bridge.heard(), ["SignalProcess".into(), format!("SignalProcess: {gone}")]);
        let query = PropertyQuery { property_types: List::from_slice(&[PropertyType::ProcessList]).expect("room") };
        bridge.call(Method::GetProperties, ContainerGetProperties { query: JsonString(Some(query)) });
        assert_eq!(bridge.heard(), ["GetProperties: [1001, 1003]"]);
        bridge.wait(1002, 0);
        bridge.wait(1002, 0);
        assert_eq!(bridge.heard(), ["WaitForProcess: 143".into(), format!("WaitForProcess: {gone}")]);
    });
}

#[test]
fn a_container_that_runs_is_not_deleted_and_one_that_never_ran_is() {
    with_bridge(None, |bridge| {
        bridge.begin(0);
        bridge.call(Method::ShutdownForced, Empty {});
        bridge.call(Method::DeleteContainerState, Empty {});
        assert_eq!(bridge.heard(), ["ShutdownForced", "ForcedExit of box", "DeleteContainerState"]);
        let state = HResult::INVALID_STATE;
        bridge.create(1);
        bridge.call(Method::DeleteContainerState, Empty {});
        assert_eq!(bridge.heard(), [format!("DeleteContainerState: {state}")]);
    });
}

#[test]
fn a_container_may_be_terminated_before_its_first_process() {
    with_bridge(None, |bridge| {
        bridge.begin(0);
        bridge.call(Method::ShutdownGraceful, Empty {});
        assert_eq!(bridge.heard(), ["ShutdownGraceful", "GracefulExit of box"]);
        bridge.call(Method::ExecuteProcess, ContainerExecuteProcess::default());
        bridge.call(Method::ShutdownForced, Empty {});
        bridge.call(Method::DeleteContainerState, Empty {});
        let stopped = HResult::SYSTEM_ALREADY_STOPPED;
        assert_eq!(
            bridge.heard(),
            [format!("ExecuteProcess: {stopped}"), format!("ShutdownForced: {stopped}"), "DeleteContainerState".into()]
        );
    });
}

#[test]
fn an_invalid_signal_fails_and_ends_nothing() {
    with_bridge(None, |bridge| {
        bridge.begin(1);
        bridge.signal(1001, 65);
        bridge.signal(1001, -9);
        bridge.wait(1001, 0);
        let fail = HResult::FAIL;
        let timeout = HResult::TIMEOUT;
        let refused = format!("SignalProcess: {fail}");
        assert_eq!(bridge.heard(), [refused.clone(), refused, format!("WaitForProcess: {timeout}")]);
        bridge.signal(1001, 64);
        assert_eq!(bridge.heard(), ["SignalProcess", "UnexpectedExit of box"]);
    });
}

#[test]
fn signals_are_for_processes_of_containers_alone() {
    with_bridge(None, |bridge| {
        bridge.begin(1);
        let base = MessageBase { container_id: NULL_CONTAINER_ID, ..MessageBase::default() };
        let settings = ExecuteProcessSettings::default();
        let body = ContainerExecuteProcess { settings };
        bridge.host.call::<rpc::ExecuteProcess>(&Request { base: base.clone(), body }).expect("a call");
        bridge.heard();
        for process_id in [1001, 1002, 9999] {
            let body = ContainerSignalProcess { process_id, options: SignalProcessOptions { signal: 9 } };
            bridge.host.call::<rpc::SignalProcess>(&Request { base: base.clone(), body }).expect("a call");
            assert_eq!(bridge.heard(), [format!("SignalProcess: {}", HResult::SYSTEM_NOT_FOUND)]);
        }
        bridge.signal(1001, 9);
        assert_eq!(bridge.heard(), ["SignalProcess", "ForcedExit of box"]);
    });
}

#[test]
fn shutting_down_the_vm_is_answered_and_ends_the_agent() {
    with_bridge(None, |bridge| {
        bridge.begin(1);
        assert!(!bridge.agent.is_shut_down());
        let base = MessageBase { container_id: NULL_CONTAINER_ID, ..MessageBase::default() };
        bridge.host.call_with(Method::ShutdownGraceful, &Request { base, body: Empty {} }).expect("a call");
        assert_eq!(bridge.heard(), ["ShutdownGraceful"]);
        assert!(bridge.agent.is_shut_down());
    });
}

#[test]
fn a_command_line_is_split_as_a_shell_splits_it() {
    let args = |command_line| {
        let parameters = ProcessParameters { command_line, ..ProcessParameters::default() };
        Command::of_parameters(&parameters).map(|command| command.unwrap_or_default().args)
    };
    assert_eq!(args("sh -c 'exit 7'").expect("a command"), ["sh", "-c", "exit 7"]);
    assert_eq!(args(r#"  echo "a \"b\" c"d e\ f '' "#).expect("a command"), ["echo", r#"a "b" cd"#, "e f", ""]);
    assert!(args(" ").expect("no command").is_empty());
    assert!(args("sh -c 'exit 7").is_err());
}

#[test]
fn a_few_commands_are_emulated_to_their_ends() {
    let end = |args: &[&str]| {
        let args = args.iter().map(|arg| (*arg).into()).collect();
        Emulated.start(1, &Command { args, ..Command::default() }).expect("a process")
    };
    let at = |seconds, exit_code| Some(End { after: Duration::from_secs(seconds), exit_code });
    assert_eq!(end(&["/bin/true"]), at(0, 0));
    assert_eq!(end(&["false"]), at(0, 1));
    assert_eq!(end(&["sh", "-c", "exit 7"]), at(0, 7));
    assert_eq!(end(&["sleep", "600"]), at(600, 0));
    for other in [&["cat"] as &[_], &["sh", "-c", "exit 7000"], &["sleep", "a while"], &[]] {
        assert_eq!(end(other), None);
    }
}

#[test]
fn events_without_a_host_are_reported_to_the_next_host_once() {
    with_bridge(None, |bridge| {
        bridge.begin(2);
        bridge.wait(1001, INFINITE_WAIT_TIMEOUT);
        bridge.wait(1002, 60);
        assert!(bridge.heard().is_empty());
        bridge.agent.disconnected();
        assert_eq!(bridge.agent.deadline(), None);
        bridge.agent.ended(1002, 3);
        bridge.agent.ended(1001, 4);
        bridge.reconnect();
        assert_eq!(bridge.heard(), ["NegotiateProtocol", "UnexpectedExit of box"]);
        bridge.wait(1001, INFINITE_WAIT_TIMEOUT);
        bridge.wait(1002, INFINITE_WAIT_TIMEOUT);
        bridge.call(Method::DeleteContainerState, Empty {});
        assert_eq!(bridge.heard(), ["WaitForProcess: 4", "WaitForProcess: 3", "DeleteContainerState"]);
        bridge.reconnect();
        assert_eq!(bridge.heard(), ["NegotiateProtocol"]);
    });
}

#[test]
fn answers_that_wait_for_a_host_to_negotiate_are_nothing_to_look_at_again_and_again() {
    with_bridge(None, |bridge| {
        bridge.begin(1);
        for _ in 0..45 {
            bridge.wait(1001, 20);
            assert!(bridge.heard().is_empty());
        }
        assert_eq!(bridge.agent.deadline(), Some(ms(20)));
        bridge.guest.resume();
        bridge.host.resume();
        bridge.agent.tick(ms(30));
        bridge.agent.deliver(&mut bridge.guest);
        // More of them than the guest can keep: they wait for room, and that comes with a negotiation.
        assert_eq!(bridge.agent.deadline(), None);
        bridge.negotiate();
        pass(&mut bridge.host, &mut bridge.guest);
        let mut answered = 0;
        loop {
            assert!(!matches!(bridge.guest.poll(), Ok(Some(Event::Call(_))) | Err(_)));
            bridge.agent.deliver(&mut bridge.guest);
            let count = bridge.host.receive(bridge.guest.outgoing()).expect("a good stream");
            bridge.guest.sent(count);
            while let Some(event) = bridge.host.poll().expect("a good stream") {
                answered += usize::from(matches!(event, HostEvent::Response(_, AnyResponse::WaitForProcess(_))));
            }
            if count == 0 {
                break;
            }
        }
        assert_eq!(answered, 45);
    });
}
