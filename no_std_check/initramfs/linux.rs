//! Linux system calls without a libc, as the first process of a machine needs them: files, the clock, modules, and
//! shutdown.

use core::arch::asm;
use core::ffi::CStr;
use core::fmt;

/// An error number, as in `errno.h`.
#[derive(Clone, Copy)]
pub struct Errno(usize);

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error {}", self.0)
    }
}

/// A file or a socket.
pub struct File(usize);

/// The console, which the kernel opens for the first process.
pub const CONSOLE: &File = &File(1);

const READ_ONLY: usize = 0;
const READ_WRITE: usize = 2;

impl File {
    /// Opens an existing file for reading and writing.
    pub fn open(path: &CStr) -> Result<Self, Errno> {
        open(path, READ_WRITE)
    }

    /// Connects over `AF_VSOCK`.
    pub fn connect(cid: u32, port: u32) -> Result<Self, Errno> {
        const AF_VSOCK: u16 = 40;
        const SOCK_STREAM: usize = 1;

        /// The structure `sockaddr_vm` of `linux/vm_sockets.h`.
        #[repr(C)]
        struct Address {
            family: u16,
            reserved: u16,
            port: u32,
            cid: u32,
            flags_and_zero: [u8; 4],
        }

        let address = Address { family: AF_VSOCK, reserved: 0, port, cid, flags_and_zero: [0; 4] };
        // SAFETY: The call takes no pointers.
        let socket = Self(unsafe { call(SOCKET, [usize::from(AF_VSOCK), SOCK_STREAM, 0, 0, 0]) }?);
        // SAFETY: The call reads the address, which has this size.
        unsafe { call(CONNECT, [socket.0, (&raw const address).expose_provenance(), size_of::<Address>(), 0, 0]) }?;
        Ok(socket)
    }

    /// Waits for bytes. Returns at least one byte, or none at the end.
    pub fn read(&self, buffer: &mut [u8]) -> Result<usize, Errno> {
        // SAFETY: The call writes at most as many bytes to the buffer as it holds.
        unsafe { call(READ, [self.0, buffer.as_mut_ptr().expose_provenance(), buffer.len(), 0, 0]) }
    }

    /// Writes some of the bytes, at least one.
    pub fn write(&self, bytes: &[u8]) -> Result<usize, Errno> {
        // SAFETY: The call reads the bytes.
        unsafe { call(WRITE, [self.0, bytes.as_ptr().expose_provenance(), bytes.len(), 0, 0]) }
    }

    /// Waits until there are bytes to read or the stream ends, and returns true, or until the deadline has passed.
    pub fn wait(&self, until: Option<Milliseconds>) -> Result<bool, Errno> {
        const POLLIN: u16 = 1;
        const FOR_EVER: Milliseconds = usize::MAX;
        const LONGEST: Milliseconds = i32::MAX.unsigned_abs() as usize;

        /// The structure `pollfd` of `poll.h`.
        #[repr(C)]
        struct Poll {
            file: i32,
            events: u16,
            happened: u16,
        }

        let mut poll = Poll { file: i32::try_from(self.0).unwrap_or(-1), events: POLLIN, happened: 0 };
        let timeout = until.map_or(FOR_EVER, |until| until.saturating_sub(now()).min(LONGEST));
        // SAFETY: The call reads and writes the one entry.
        let ready = unsafe { call(POLL, [(&raw mut poll).expose_provenance(), 1, timeout, 0, 0]) }?;
        Ok(ready > 0)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: The call takes no pointers, and nothing else uses this file.
        let _ = unsafe { call(CLOSE, [self.0, 0, 0, 0, 0]) };
    }
}

/// Writes to the console. Errors are ignored, because they cannot be reported anywhere.
impl fmt::Write for &File {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.write(text.as_bytes()).map(|_| ()).map_err(|_| fmt::Error)
    }
}

/// A time on a clock that starts with the machine.
pub type Milliseconds = usize;

/// Returns the current time.
pub fn now() -> Milliseconds {
    const CLOCK_MONOTONIC: usize = 1;

    let mut time = [0_usize; 2];
    // SAFETY: The call writes two numbers, seconds and nanoseconds. If it fails, the time is 0, so no deadline passes.
    let _ = unsafe { call(CLOCK_GETTIME, [CLOCK_MONOTONIC, time.as_mut_ptr().expose_provenance(), 0, 0, 0]) };
    let [seconds, nanoseconds] = time;
    seconds.saturating_mul(1000).saturating_add(nanoseconds / 1_000_000)
}

/// Sleeps for the given time.
pub fn sleep(time: Milliseconds) {
    // SAFETY: The call waits for no files.
    let _ = unsafe { call(POLL, [0, 0, time, 0, 0]) };
}

/// Mounts the file system with the kernel's devices under /dev.
pub fn mount_devices() -> Result<(), Errno> {
    let (kind, path) = (c"devtmpfs".as_ptr().expose_provenance(), c"/dev".as_ptr().expose_provenance());
    // SAFETY: The call reads strings.
    unsafe { call(MOUNT, [kind, path, kind, 0, 0]) }?;
    Ok(())
}

/// Loads a kernel module, which can be compressed.
pub fn load_module(path: &CStr) -> Result<(), Errno> {
    const MODULE_INIT_COMPRESSED_FILE: usize = 4;

    let file = open(path, READ_ONLY)?;
    let load = |flags| {
        // SAFETY: The call reads a string. The kernel is responsible for what the module does.
        unsafe { call(FINIT_MODULE, [file.0, c"".as_ptr().expose_provenance(), flags, 0, 0]) }
    };
    load(MODULE_INIT_COMPRESSED_FILE).or_else(|_| load(0))?;
    Ok(())
}

/// Turns the machine off.
pub fn power_off() {
    const MAGIC: usize = 0xfee1_dead;
    const MAGIC_TWO: usize = 0x2812_1969;
    const POWER_OFF: usize = 0x4321_fedc;

    // SAFETY: The call takes no pointers.
    let _ = unsafe { call(REBOOT, [MAGIC, MAGIC_TWO, POWER_OFF, 0, 0]) };
}

fn open(path: &CStr, flags: usize) -> Result<File, Errno> {
    // SAFETY: The call reads a string.
    unsafe { call(OPEN, [path.as_ptr().expose_provenance(), flags, 0, 0, 0]) }.map(File)
}

const READ: usize = 0;
const WRITE: usize = 1;
const OPEN: usize = 2;
const CLOSE: usize = 3;
const POLL: usize = 7;
const SOCKET: usize = 41;
const CONNECT: usize = 42;
const MOUNT: usize = 165;
const REBOOT: usize = 169;
const CLOCK_GETTIME: usize = 228;
const FINIT_MODULE: usize = 313;

/// Makes a system call on x86-64, as in `syscall(2)`.
///
/// # Safety
/// Pointers among the arguments must be valid for this system call.
unsafe fn call(number: usize, arguments: [usize; 5]) -> Result<usize, Errno> {
    const LARGEST_ERROR: usize = 4095;

    let [one, two, three, four, five] = arguments;
    let result: usize;
    // SAFETY: The caller guarantees valid pointers. The kernel changes no other registers, and not the stack.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") number => result,
            in("rdi") one, in("rsi") two, in("rdx") three, in("r10") four, in("r8") five,
            lateout("rcx") _, lateout("r11") _,
            options(nostack),
        );
    }
    match result.wrapping_neg() {
        error @ 1..=LARGEST_ERROR => Err(Errno(error)),
        _ => Ok(result),
    }
}
