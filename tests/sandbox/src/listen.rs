//! Opening the four ports, and finding out that they answer.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Why the process cannot listen.
#[derive(Debug)]
pub enum ListenError {
    /// Something else listens there.
    Taken(u16),
    /// Anything else the system says.
    Other(u16, io::Error),
    /// Listening, and no answer to `/health`.
    Silent(u16),
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(port) => write!(
                f,
                "Port {port} is taken. Stop what uses it, or set PORT_BASE to move all four ports, \
                 as in PORT_BASE=9080."
            ),
            Self::Other(port, error) => write!(f, "Port {port} cannot be opened: {error}."),
            Self::Silent(port) => write!(f, "Port {port} does not answer."),
        }
    }
}

impl std::error::Error for ListenError {}

/// The listeners of one port, on both loopback addresses where the machine has both.
pub struct Port {
    number: u16,
    listeners: Vec<TcpListener>,
}

impl Port {
    /// Opens a port without answering yet.
    ///
    /// # Errors
    /// When the port is taken or cannot be opened on 127.0.0.1.
    pub async fn open(number: u16) -> Result<Self, ListenError> {
        let classify = |error: io::Error| match error.kind() {
            io::ErrorKind::AddrInUse => ListenError::Taken(number),
            _ => ListenError::Other(number, error),
        };
        let v4 = bind(Ipv4Addr::LOCALHOST.into(), number).await.map_err(classify)?;
        let mut listeners = vec![v4];
        match bind(Ipv6Addr::LOCALHOST.into(), number).await {
            Ok(v6) => listeners.push(v6),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(classify(error)),
            // A machine without IPv6 has one loopback address.
            Err(_) => {}
        }
        Ok(Self { number, listeners })
    }

    /// Answers with a router from now on, as long as the process lives.
    pub fn answer(self, router: &Router) {
        for listener in self.listeners {
            let router = router.clone();
            let listener = listener.tap_io(|stream| {
                // Only a matter of speed, so a refusal is no reason to stop.
                let _ = stream.set_nodelay(true);
            });
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
    }

    /// Its number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

async fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::new(address, port)).await
}

/// Waits until `/health` on a port answers 200.
///
/// # Errors
/// When it has not after five seconds.
pub async fn wait_until_healthy(port: u16) -> Result<(), ListenError> {
    for _ in 0..50 {
        let asked = tokio::time::timeout(Duration::from_secs(1), is_healthy(port)).await;
        if matches!(asked, Ok(Ok(true))) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(ListenError::Silent(port))
}

async fn is_healthy(port: u16) -> io::Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    let request = format!("GET /health HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer.starts_with(b"HTTP/1.1 200 "))
}
