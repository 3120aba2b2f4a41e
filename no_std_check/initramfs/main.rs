//! The only program of a virtual machine: /init, without a standard library, a libc or an allocator.
//!
//! It connects to the host over `AF_VSOCK`, or over a virtio-serial port if there is one. It answers requests until the
//! host closes the connection, and then turns the machine off. It does not link if a panic can be reached.
#![no_std]
#![no_main]

mod agent;
mod linux;

use core::fmt::{self, Write};

use gcs_prot::endpoint::{Endpoint, Event, Guest, GuestConfig};
use gcs_prot::wire::{FrameError, VSOCK_HOST_CID, VSOCK_PORT};

use agent::{Agent, NoRoom};
use linux::{CONSOLE, Errno, File, Milliseconds};
// The start-up code, the panic handler, and the functions that compilers call.
use no_std_check as _;

/// The kernel modules for `AF_VSOCK`, each after its dependencies. The initramfs must contain the modules that a
/// distribution does not build into its kernel.
const MODULES: [&core::ffi::CStr; 3] =
    [c"/vsock.ko", c"/vmw_vsock_virtio_transport_common.ko", c"/vmw_vsock_virtio_transport.ko"];

/// The first port of the first virtio-serial device.
const PORT: &core::ffi::CStr = c"/dev/vport0p1";

/// How often and at which interval a connection is tried, because devices and the host can be late.
const ATTEMPTS: usize = 500;
const PAUSE: Milliseconds = 20;

/// The size of the receive buffer. Hosts send larger messages only for security policies, which this agent rejects.
static mut RECEIVE: [u8; 64 << 10] = [0; 64 << 10];
/// The size of the send buffer. It is larger than any response.
static mut SEND: [u8; 16 << 10] = [0; 16 << 10];

/// The reason why the agent cannot continue.
enum Failure {
    Connect(Errno),
    Transport(Errno),
    Frame(FrameError),
    NoRoom,
}

impl From<NoRoom> for Failure {
    fn from(NoRoom: NoRoom) -> Self {
        Self::NoRoom
    }
}

impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => write!(f, "there is no host to connect to: {error}"),
            Self::Transport(error) => write!(f, "the connection is lost: {error}"),
            Self::Frame(error) => error.fmt(f),
            Self::NoRoom => f.write_str("the send buffer is too small"),
        }
    }
}

/// Turns off the machine. The kernel cannot continue without its first process.
#[unsafe(no_mangle)]
fn run() -> u8 {
    // SAFETY: This code runs once, and there are no other references.
    let (receive, send) = unsafe { (&mut *(&raw mut RECEIVE), &mut *(&raw mut SEND)) };
    let outcome = connect().and_then(|host| serve(&host, receive, send));
    let mut console = CONSOLE;
    let _ = match outcome {
        Ok(()) => writeln!(console, "agent: done"),
        Err(failure) => writeln!(console, "agent: {failure}"),
    };
    linux::power_off();
    1
}

fn connect() -> Result<File, Failure> {
    // If mounting fails, there are no devices. If loading fails, there are no modules, or they are not needed.
    let _ = linux::mount_devices();
    for module in MODULES {
        let _ = linux::load_module(module);
    }
    let attempt = || File::open(PORT).or_else(|_| File::connect(VSOCK_HOST_CID, VSOCK_PORT));
    for _ in 1..ATTEMPTS {
        if let Ok(host) = attempt() {
            return Ok(host);
        }
        linux::sleep(PAUSE);
    }
    attempt().map_err(Failure::Connect)
}

/// Answers requests until the host closes the connection.
fn serve(host: &File, receive: &mut [u8], send: &mut [u8]) -> Result<(), Failure> {
    let mut config = GuestConfig::default();
    config.capabilities.guest_defined_capabilities.dump_stacks_supported = false;
    config.capabilities.guest_defined_capabilities.namespace_add_request_supported = false;
    let mut guest = Guest::<8>::new(receive, send, config);
    let mut agent = Agent::default();
    loop {
        let more = match guest.poll()? {
            Some(Event::Call(call)) => {
                agent.handle(call, linux::now())?;
                true
            }
            event => event.is_some(),
        };
        agent.tell(&mut guest, linux::now())?;
        // Responses are sent at once, so that there is room for the next one.
        while !guest.outgoing().is_empty() {
            let count = host.write(guest.outgoing()).map_err(Failure::Transport)?;
            guest.sent(count);
        }
        if more || !host.wait(agent.deadline()).map_err(Failure::Transport)? {
            continue;
        }
        match host.read(guest.window()?).map_err(Failure::Transport)? {
            0 => return Ok(guest.end()?),
            count => guest.commit(count)?,
        }
    }
}
