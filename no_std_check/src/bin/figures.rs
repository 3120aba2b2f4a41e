//! Measures the stack of each call and the sizes of the largest types. Each line of output has a name, a tab and a
//! number of bytes.
#![no_std]
#![no_main]

use core::array::from_fn;

use gcs_prot::json::{JsonString, Map, Seq};
use gcs_prot::message::metrics::Metrics;
use gcs_prot::message::{ContainerCreate, MessageBase, Request, VmHostedContainerSettingsV2};
use gcs_prot::oci::{
    Linux, LinuxIdMapping, LinuxResources, LinuxSeccomp, LinuxSeccompArg, LinuxSyscall, Mount, Process, Root, Spec,
};
use gcs_prot::rpc::{AnyRequest, AnyResponse, Method, write_message};
use gcs_prot::wire::{FrameReader, MessageHeader, MessageIdentifier, ReceivedFrame, SequenceId};
use no_std_check::{agent, platform, stack};

/// A recorded session. Messages that do not fit into the buffer are skipped. They contain security policies.
static SESSION: &[u8] = include_bytes!("../../../tests/vectors/session.host-to-guest.bin");

static mut INPUT: [u8; 16 << 10] = [0; 16 << 10];
static mut OUTPUT: [u8; 4 << 10] = [0; 4 << 10];

macro_rules! sizes {
    ($($name:ident $(<$parameter:ident>)?),* $(,)?) => {
        $(line(concat!("size of ", stringify!($name) $(, "<", stringify!($parameter), ">")?), size_of::<$name $(<$parameter>)?>());)*
    };
}

#[unsafe(no_mangle)]
fn run() -> u8 {
    // SAFETY: This code runs once, and there are no other references.
    let (input, output) = unsafe { (&mut *(&raw mut INPUT), &mut *(&raw mut OUTPUT)) };
    if !session(input, output) || !crowded(input, output) {
        return 1;
    }
    sizes! {
        MessageHeader, AnyRequest, AnyResponse, Request<ContainerCreate>, Spec, Linux, LinuxResources, Process, Metrics,
    }
    0
}

fn line(name: &str, bytes: usize) {
    platform::write(name.as_bytes());
    platform::write(b"\t");
    platform::write_number(bytes);
    platform::write(b"\n");
}

/// Prints the maximum stack of each of the four calls in the recorded session.
fn session(input: &mut [u8], output: &mut [u8]) -> bool {
    const CALLS: [Method; 4] =
        [Method::NegotiateProtocol, Method::Create, Method::ExecuteProcess, Method::WaitForProcess];
    let mut deepest = [0; CALLS.len()];
    let mut frames = FrameReader::new(input);
    let mut rest = SESSION;
    loop {
        while let Ok(Some(incoming)) = frames.next() {
            let ReceivedFrame::Frame(frame) = incoming else { continue };
            let method = Method::from_request(frame.header.identifier());
            if let Some(at) = CALLS.iter().position(|call| Some(*call) == method) {
                let mut answered = false;
                let used = stack::used(|| answered = !agent::answer(frame, output).is_empty());
                if !answered {
                    return false;
                }
                if let Some(deepest) = deepest.get_mut(at) {
                    *deepest = used.max(*deepest);
                }
            }
        }
        let window = frames.window();
        let count = rest.len().min(window.len());
        let Some((now, later)) = rest.split_at_checked(count) else { return false };
        for (target, byte) in window.iter_mut().zip(now) {
            *target = *byte;
        }
        rest = later;
        if count == 0 {
            break;
        }
        if frames.commit(count).is_err() {
            return false;
        }
    }
    for (call, deepest) in CALLS.iter().zip(deepest) {
        platform::write(b"stack of ");
        line(call.name(), deepest);
    }
    deepest.iter().all(|deepest| *deepest > 0)
}

/// A Create request of 10 KB with costly parts: nested lists, and a map whose keys are not sorted.
fn crowded(input: &mut [u8], output: &mut [u8]) -> bool {
    let mapping = [LinuxIdMapping { container_id: 0, host_id: 1000, size: 65536 }, LinuxIdMapping::default()];
    let mounts: [_; 16] = from_fn(|_| Mount {
        destination: "/mnt/data",
        mount_type: "bind",
        source: "/run/mounts/scsi/m1",
        options: Seq::from(&["rbind", "rshared", "rw"]),
        uid_mappings: Seq::from(&mapping),
        gid_mappings: Seq::from(&mapping),
    });
    let args =
        [LinuxSeccompArg { index: 1, value: 2, value_two: 3, op: "SCMP_CMP_EQ".into() }, LinuxSeccompArg::default()];
    let syscalls: [_; 16] = from_fn(|_| LinuxSyscall {
        names: Seq::from(&["clone", "unshare"]),
        action: "SCMP_ACT_ALLOW".into(),
        errno_ret: Some(1),
        args: Seq::from(&args),
    });
    let annotations: [_; 26] = from_fn(|at| ("zyxwvutsrqponmlkjihgfedcba".get(at..).unwrap_or_default(), "\"<&>\""));
    let specification = Spec {
        oci_version: "1.1.0",
        process: Some(Process {
            args: Seq::from(&["/pause"]),
            cwd: "/",
            env: Seq::from(&["PATH=/usr/bin"; 8]),
            ..Default::default()
        }),
        root: Some(Root { path: "/run/gcs/c/crowded/rootfs", ..Default::default() }),
        mounts: Seq::from(&mounts),
        annotations: Map::from(&annotations),
        linux: Some(Linux {
            seccomp: Some(LinuxSeccomp { syscalls: Seq::from(&syscalls), ..Default::default() }),
            ..Default::default()
        }),
        ..Default::default()
    };
    let settings = VmHostedContainerSettingsV2 { oci_specification: Some(specification), ..Default::default() };
    let request: Request<'_, ContainerCreate<'_>> = Request {
        base: MessageBase { container_id: "crowded", ..Default::default() },
        body: ContainerCreate { container_config: JsonString(settings.into()), ..Default::default() },
    };
    let Ok(message) = write_message(input, MessageIdentifier::COMPUTE_SYSTEM_CREATE_V1, SequenceId(1), &request) else {
        return false;
    };
    let size = message.len();
    if size < 10_000 {
        return false;
    }
    let mut frames = FrameReader::new(input);
    frames.commit(size).is_ok_and(|()| {
        let Ok(Some(ReceivedFrame::Frame(frame))) = frames.next() else { return false };
        let mut answered = false;
        let used = stack::used(|| answered = !agent::answer(frame, output).is_empty());
        line("stack of a crowded Create", used);
        answered
    })
}
