//! The connections between guests and hosts: Unix sockets, vsock, and TCP on this machine only.
//!
//! A connection is a [`Stream`], whatever its kind: the standard library reads, writes and shuts down all kinds of
//! sockets in the same way. Systems other than Unix have only TCP.
#![allow(dead_code, reason = "each program uses its part")]

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::{
    fd::OwnedFd,
    unix::net::{UnixDatagram, UnixListener, UnixStream},
};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread;
use std::time::{Duration, Instant};

/// One connection.
#[cfg(unix)]
pub type Stream = UnixStream;
/// One connection.
#[cfg(not(unix))]
pub type Stream = TcpStream;

/// The context id of the host, and the port at which it waits for its guest.
const HOST: u32 = 2;
const PORT: u32 = 0x4000_0000;

/// An address of a host.
#[derive(Clone, Debug)]
pub enum Address {
    Unix(PathBuf),
    Vsock(u32, u32),
    Tcp(SocketAddr),
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':').unwrap_or((text, "")) {
            ("unix", _) if !cfg!(unix) => Err(format!("{text}: this system has no Unix sockets, use tcp:HOST:PORT")),
            ("unix", path) if !path.is_empty() => Ok(Self::Unix(path.into())),
            ("vsock", _) if !cfg!(any(target_os = "linux", target_os = "android")) => {
                Err(format!("{text}: this system has no vsock: use tcp:HOST:PORT"))
            }
            ("vsock", rest) => {
                let (context, port) = rest.split_once(':').unwrap_or((rest, ""));
                Ok(Self::Vsock(number(context, HOST)?, number(port, PORT)?))
            }
            ("tcp", rest) => {
                let address = rest.replacen("localhost:", "127.0.0.1:", 1);
                let address: SocketAddr =
                    address.parse().map_err(|_| format!("{rest} is not an IP address with a port"))?;
                // The bridge has neither encryption nor passwords.
                let here = address.ip().is_loopback();
                here.then_some(Self::Tcp(address)).ok_or_else(|| format!("{rest} is not an address of this machine"))
            }
            _ => Err(format!("{text} is not unix:PATH, vsock:CID:PORT or tcp:HOST:PORT")),
        }
    }
}

/// Parses a decimal or hexadecimal number. The default stands for an empty text.
fn number(text: &str, default: u32) -> Result<u32, String> {
    let number = match text.strip_prefix("0x") {
        _ if text.is_empty() => return Ok(default),
        Some(digits) => u32::from_str_radix(digits, 16),
        None => text.parse(),
    };
    number.map_err(|error| format!("{text}: {error}"))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Vsock(context, port) => write!(f, "vsock:{context}:{port:#x}"),
            Self::Tcp(address) => write!(f, "tcp:{address}"),
        }
    }
}

impl Address {
    pub fn connect(&self) -> io::Result<Stream> {
        match self {
            #[cfg(unix)]
            Self::Unix(path) => UnixStream::connect(path),
            #[cfg(not(unix))]
            Self::Unix(_) => Err(unsupported("this system has no Unix sockets")),
            Self::Vsock(context, port) => vsock(*context, *port),
            Self::Tcp(address) => TcpStream::connect(address).and_then(from_tcp),
        }
    }

    /// Returns the address at which the host waits for the standard stream with this port.
    pub fn of_port(&self, port: u32) -> io::Result<Self> {
        match self {
            Self::Unix(path) => Ok(Self::Unix(directory(path).join(format!("{port:08x}.sock")))),
            Self::Vsock(context, _) => Ok(Self::Vsock(*context, port)),
            Self::Tcp(_) => Err(unsupported("TCP has no ports for standard streams")),
        }
    }
}

fn unsupported(message: &str) -> io::Error {
    io::Error::new(ErrorKind::Unsupported, message)
}

/// Returns the directory of the sockets for standard streams, next to the socket of the host.
pub fn directory(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".io");
    name.into()
}

/// Returns the two ends of a connection within this program.
pub fn pair() -> io::Result<(Stream, Stream)> {
    #[cfg(unix)]
    return UnixStream::pair();
    #[cfg(not(unix))]
    {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let one = TcpStream::connect(listener.local_addr()?)?;
        let (other, peer) = listener.accept()?;
        if peer != one.local_addr()? {
            return Err(io::Error::other("another program has connected"));
        }
        Ok((from_tcp(one)?, from_tcp(other)?))
    }
}

/// Returns whether an error means that no bytes arrived in time.
pub fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Disables Nagle's algorithm: the peer waits for each answer, however short.
fn from_tcp(stream: TcpStream) -> io::Result<Stream> {
    stream.set_nodelay(true)?;
    #[cfg(unix)]
    return Ok(OwnedFd::from(stream).into());
    #[cfg(not(unix))]
    Ok(stream)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
#[allow(unsafe_code, reason = "the standard library has no vsock")]
fn vsock(context: u32, port: u32) -> io::Result<Stream> {
    use std::os::fd::{AsRawFd, FromRawFd};

    // SAFETY: the function takes no pointers.
    let socket = unsafe { libc::socket(libc::AF_VSOCK, libc::SOCK_STREAM | libc::SOCK_CLOEXEC, 0) };
    if socket < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is open, and nothing else owns it.
    let socket = unsafe { OwnedFd::from_raw_fd(socket) };
    // SAFETY: the structure contains only integers.
    let mut address: libc::sockaddr_vm = unsafe { std::mem::zeroed() };
    address.svm_family = libc::sa_family_t::try_from(libc::AF_VSOCK).map_err(io::Error::other)?;
    address.svm_cid = context;
    address.svm_port = port;
    let length = libc::socklen_t::try_from(size_of_val(&address)).map_err(io::Error::other)?;
    // SAFETY: the structure is valid for its length, and outlives the call.
    let outcome = unsafe { libc::connect(socket.as_raw_fd(), (&raw const address).cast(), length) };
    if outcome < 0 { Err(io::Error::last_os_error()) } else { Ok(socket.into()) }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn vsock(_context: u32, _port: u32) -> io::Result<Stream> {
    Err(unsupported("this system has no vsock"))
}

/// Returns whether this is a socket on which nobody listens.
///
/// It connects a datagram socket. If nobody listens, the connection is refused. If somebody listens, the error says
/// that the type is wrong, and the listener does not notice. It would take a stream socket for a guest.
#[cfg(unix)]
fn is_left_over(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;

    let connected = || UnixDatagram::unbound().and_then(|socket| socket.connect(path));
    path.symlink_metadata().is_ok_and(|file| file.file_type().is_socket())
        && connected().is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// The address at which a host waits.
pub enum Listener {
    #[cfg(unix)]
    Unix(UnixListener, PathBuf),
    Tcp(TcpListener),
}

impl Listener {
    pub fn bind(address: &Address) -> io::Result<Self> {
        match address {
            #[cfg(unix)]
            Address::Unix(path) => {
                let bound = match UnixListener::bind(path) {
                    // The socket was left behind by a host that has exited.
                    Err(error) if error.kind() == ErrorKind::AddrInUse && is_left_over(path) => {
                        std::fs::remove_file(path).and_then(|()| UnixListener::bind(path))
                    }
                    bound => bound,
                };
                Ok(Self::Unix(bound?, path.clone()))
            }
            #[cfg(not(unix))]
            Address::Unix(_) => Err(unsupported("this system has no Unix sockets")),
            Address::Tcp(address) => TcpListener::bind(address).map(Self::Tcp),
            Address::Vsock(..) => Err(unsupported("a host cannot listen on vsock here")),
        }
    }

    pub fn accept(&self) -> io::Result<Stream> {
        match self {
            #[cfg(unix)]
            Self::Unix(listener, _) => listener.accept().map(|(stream, _)| stream),
            Self::Tcp(listener) => listener.accept().and_then(|(stream, _)| from_tcp(stream)),
        }
    }

    /// Like [`accept`](Self::accept), with a time limit.
    pub fn accept_within(&self, patience: Duration) -> io::Result<Stream> {
        let late = Instant::now() + patience;
        self.set_nonblocking(true)?;
        loop {
            match self.accept() {
                Err(error) if error.kind() == ErrorKind::WouldBlock && Instant::now() < late => {
                    thread::sleep(Duration::from_millis(5));
                }
                accepted => {
                    self.set_nonblocking(false)?;
                    let stream = accepted?;
                    stream.set_nonblocking(false)?;
                    return Ok(stream);
                }
            }
        }
    }

    fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {
        match self {
            #[cfg(unix)]
            Self::Unix(listener, _) => listener.set_nonblocking(nonblocking),
            Self::Tcp(listener) => listener.set_nonblocking(nonblocking),
        }
    }
}

#[cfg(unix)]
impl Drop for Listener {
    fn drop(&mut self) {
        if let Self::Unix(_, path) = self {
            let _ = std::fs::remove_file(path);
        }
    }
}
