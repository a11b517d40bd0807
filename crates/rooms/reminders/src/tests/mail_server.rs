//! A mail server of a hundred lines: speaks enough SMTP on 127.0.0.1, in good and bad moods, and keeps what it took.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server behaves.
#[derive(Debug, Clone, Copy)]
pub enum Mood {
    Kind,
    /// Answers 451 at this step of its first conversation: `RCPT`, `DATA`, or `LETTER` (after the last dot).
    BusyAtFirst {
        at: &'static str,
    },
    /// Answers 550 to every recipient.
    NoSuchPatient,
    /// Takes the letter and hangs up without a word.
    SilentAfterLetter,
}

/// A letter that was taken.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    pub from: String,
    pub to: String,
    /// As it came, without the dots that SMTP doubles.
    pub data: String,
}

pub struct MailServer {
    port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
}

impl MailServer {
    pub async fn open(mood: Mood) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let kept = mails.clone();
        tokio::spawn(async move {
            let mut first = true;
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, mood, first, kept.clone()));
                first = false;
            }
        });
        MailServer { port, mails }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that was taken.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }
}

async fn converse(stream: TcpStream, mood: Mood, first: bool, kept: Arc<Mutex<Vec<Mail>>>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut mail = Mail::default();
    let busy = |step: &str| matches!(mood, Mood::BusyAtFirst { at } if first && at == step);
    writing.write_all(b"220 mail.example ready\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-mail.example\r\n250 8BITMIME",
            "MAIL" => {
                mail.from = address(&line);
                "250 go on"
            }
            "RCPT" if matches!(mood, Mood::NoSuchPatient) => "550 5.1.1 no such mailbox",
            "RCPT" if busy("RCPT") => "451 4.7.1 greylisted",
            "RCPT" => {
                mail.to = address(&line);
                "250 go on"
            }
            "DATA" if busy("DATA") => "451 4.3.0 later",
            "DATA" => {
                writing.write_all(b"354 the letter\r\n").await.unwrap();
                mail.data.clear();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail.data += line.strip_prefix('.').unwrap_or(&line);
                    mail.data += "\r\n";
                }
                if busy("LETTER") {
                    "451 4.3.0 later"
                } else {
                    kept.lock().unwrap().push(mail.clone());
                    if matches!(mood, Mood::SilentAfterLetter) {
                        return;
                    }
                    "250 taken"
                }
            }
            "QUIT" => {
                let _ = writing.write_all(b"221 bye\r\n").await;
                return;
            }
            _ => "502 what",
        };
        if writing.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

fn address(line: &str) -> String {
    let from = line.find('<').map_or(0, |at| at + 1);
    let to = line.find('>').unwrap_or(line.len());
    line[from..to].to_owned()
}

impl Mail {
    /// A header, decoded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))?;
        Some(line.split(' ').map(decoded_word).collect::<Vec<_>>().join(""))
            .map(|joined| if line.contains("=?") { joined } else { line })
    }

    /// The parts of a mail in several parts, each decoded.
    pub fn parts(&self) -> Vec<String> {
        let boundary = self.data.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let fence = format!("--{boundary}");
        let pieces = self.data.split(&fence).skip(1).filter(|piece| !piece.starts_with("--"));
        pieces.map(decoded_part).collect()
    }
}

fn decoded_word(word: &str) -> String {
    let inside = word.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?="));
    inside.map_or(word.to_owned(), |base| String::from_utf8(base64(base)).unwrap())
}

fn decoded_part(piece: &str) -> String {
    let (head, body) = piece.trim_start().split_once("\r\n\r\n").unwrap();
    let bytes = if head.contains("base64") {
        base64(body)
    } else if head.contains("quoted-printable") {
        quoted_printable(body)
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sextets = text.bytes().filter_map(|b| ALPHABET.iter().position(|a| *a == b));
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for sextet in sextets {
        bits = bits << 6 | u32::try_from(sextet).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap());
        }
    }
    bytes
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let joined = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.bytes());
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let pair = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    bytes
}
