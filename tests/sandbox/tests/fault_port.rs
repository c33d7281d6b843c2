//! The port for faults is there when it was built in, and no build that people use has it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::zombie_processes)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const BINARY: &str = env!("CARGO_BIN_EXE_sandbox");

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The status of the answer to a request with a list of faults.
fn order(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let body = "[{\"fault\":\"hold\"}]";
    let head = format!("POST /sandbox/faults HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n");
    write!(stream, "{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1).map(str::to_owned)
}

/// Four neighbouring ports that are free.
fn ports() -> u16 {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    (0..100)
        .map(|n| 33_000 + 4 * (u16::try_from(std::process::id() % 1000).unwrap() + n))
        .find(|base| (0..4).all(|offset| free(base + offset)))
        .unwrap()
}

#[test]
fn the_port_is_there_only_when_it_was_built_in() {
    let dist = std::env::temp_dir().join(format!("fault-port-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&dist).unwrap();
    std::fs::write(dist.join("index.html"), "<!DOCTYPE html>").unwrap();
    let base = ports();
    let mut command = Command::new(BINARY);
    command.arg("--dist").arg(&dist).env("PORT_BASE", base.to_string()).stdout(Stdio::null());
    let running = Running(command.spawn().unwrap());
    let mut answers = (0..100).map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        order(base + 1)
    });
    let answer = answers.find_map(|answer| answer).unwrap();
    assert_eq!(answer, if cfg!(feature = "faults") { "204" } else { "404" });
    drop(running);
    std::fs::remove_dir_all(dist).unwrap();
}

#[test]
fn nothing_of_it_is_in_the_program_otherwise() {
    let program = std::fs::read(BINARY).unwrap();
    let word = b"expire_token";
    assert_eq!(program.windows(word.len()).any(|window| window == word), cfg!(feature = "faults"));
    let help = Command::new(BINARY).arg("--help").output().unwrap();
    assert!(!String::from_utf8(help.stdout).unwrap().contains("faults"), "it is no matter of flags");
}
