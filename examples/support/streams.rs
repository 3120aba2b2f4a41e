//! The host's side of the standard streams of a process.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::client::Failure;
use crate::net::{self, Address, Listener, Stream};
use crate::script::Stdio;

/// The ports for standard streams follow the port of the bridge.
const PORTS: [u32; 2] = [0x4000_0001, 0x4000_0002];

/// How long to wait for the guest to connect a standard stream, and to forward bytes.
const PATIENCE: Duration = Duration::from_secs(5);

const LINE: &str = "hello <guest> & 世界\n";

/// The sockets for standard input and output, next to the socket of the host.
pub struct Streams {
    stdin: Listener,
    stdout: Listener,
    /// The open streams. They stay open until the end, because a `cat` ends when its standard input is closed.
    open: Option<(Stream, BufReader<Stream>)>,
    directory: PathBuf,
}

impl Streams {
    pub fn listen(path: &Path) -> Result<Self, Failure> {
        let directory = net::directory(path);
        fs::create_dir_all(&directory)?;
        let address = Address::Unix(path.into());
        let listen = |port| address.of_port(port).and_then(|address| Listener::bind(&address));
        let [stdin, stdout] = PORTS.map(listen);
        Ok(Self { stdin: stdin?, stdout: stdout?, open: None, directory })
    }
}

impl Stdio for Streams {
    fn ports(&self) -> [u32; 2] {
        PORTS
    }

    fn connect(&mut self) -> Result<(), Failure> {
        let stdin = self.stdin.accept_within(PATIENCE).map_err(|error| late(&error))?;
        let stdout = self.stdout.accept_within(PATIENCE).map_err(|error| late(&error))?;
        stdout.set_read_timeout(Some(PATIENCE))?;
        self.open = Some((stdin, BufReader::new(stdout)));
        Ok(())
    }

    fn check(&mut self) -> Result<(), Failure> {
        let Some((stdin, stdout)) = &mut self.open else { return Ok(()) };
        stdin.write_all(LINE.as_bytes()).map_err(|error| late(&error))?;
        let mut line = String::new();
        stdout.read_line(&mut line).map_err(|error| late(&error))?;
        if line == LINE { Ok(()) } else { Err(format!("{LINE:?} was written to a cat, which said {line:?}").into()) }
    }

    fn close(&mut self) -> Result<(), Failure> {
        let Some((stdin, mut stdout)) = self.open.take() else { return Ok(()) };
        let mut rest = Vec::new();
        match stdout.read_to_end(&mut rest) {
            Ok(_) => {}
            // The input that the process had not read was discarded when it ended.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => return Err(late(&error)),
        }
        for stream in [&stdin, stdout.get_ref()] {
            // The guest may have shut it down already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        if rest.is_empty() { Ok(()) } else { Err(format!("a cat has written {} bytes too many", rest.len()).into()) }
    }
}

impl Drop for Streams {
    fn drop(&mut self) {
        for port in PORTS {
            let _ = fs::remove_file(self.directory.join(format!("{port:08x}.sock")));
        }
        // The directory may contain other files.
        let _ = fs::remove_dir(&self.directory);
    }
}

fn late(error: &std::io::Error) -> Failure {
    format!("the standard streams of a process: {error}").into()
}
