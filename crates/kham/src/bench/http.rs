//! A browser without a screen: one connection, one person's cookie, forms filled in as they were drawn.

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A page as it came.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub location: Option<String>,
    pub cookie: Option<String>,
    pub body: String,
}

/// One person at one browser.
pub struct Browser {
    host: String,
    cookie: String,
    send: Option<SendRequest<Full<Bytes>>>,
    /// The kind of the next body, where it is no plain form.
    kind: Option<String>,
    /// The parts of pages that are asked for, as the page's script does.
    target: Option<String>,
    /// Asks as a page that keeps up by itself.
    background: bool,
    /// Requests sent so far.
    pub requests: u64,
}

impl Browser {
    pub fn new(host: &str) -> Browser {
        Browser {
            host: host.to_owned(),
            cookie: "lang=vi".to_owned(),
            send: None,
            kind: None,
            target: None,
            background: false,
            requests: 0,
        }
    }

    /// A further browser of the same person.
    pub fn again(&self) -> Browser {
        Browser {
            host: self.host.clone(),
            cookie: self.cookie.clone(),
            send: None,
            kind: None,
            target: None,
            background: false,
            requests: 0,
        }
    }

    /// From now on asks for parts of pages alone.
    pub fn target(&mut self, parts: &str) {
        self.target = Some(parts.to_owned());
    }

    /// From now on asks as a page that keeps up by itself, or no longer.
    pub fn background(&mut self, is: bool) {
        self.background = is;
    }

    /// Signs in; the cookie stays.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Result<(), String> {
        let body = encode(&[("login", login), ("password", password), ("back", "/")]);
        let page = self.send(Method::POST, "/session", Some(body)).await?;
        let cookie = page.cookie.ok_or_else(|| format!("{login} was not signed in: {}", page.status))?;
        self.cookie = format!("lang=vi; {}", cookie.split(';').next().unwrap_or_default());
        Ok(())
    }

    pub async fn get(&mut self, path: &str) -> Result<Page, String> {
        let page = self.send(Method::GET, path, None).await?;
        if page.status == StatusCode::OK {
            Ok(page)
        } else {
            Err(format!("GET {path}: {} {}", page.status, text_of(&page.body)))
        }
    }

    /// Posts a form; 303 is the only good answer. Gives where it led.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Posted, String> {
        let refs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let page = self.send(Method::POST, path, Some(encode(&refs))).await?;
        match (page.status, page.location) {
            (StatusCode::SEE_OTHER, Some(location)) => Ok(Posted::Done(location)),
            (StatusCode::CONFLICT, _) => Ok(Posted::Conflict),
            (status, _) => Err(format!("POST {path}: {status} {}", text_of(&page.body))),
        }
    }

    /// Posts a form of which the page's script takes parts of the page alone; they are the answer, be it behind a
    /// redirection. `None`: a conflict.
    pub async fn post_for(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        parts: &str,
    ) -> Result<Option<String>, String> {
        let refs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let usual = self.target.replace(parts.to_owned());
        let mut page = self.send(Method::POST, path, Some(encode(&refs))).await;
        if let Ok(Page { status: StatusCode::SEE_OTHER, location: Some(location), .. }) = &page {
            page = self.send(Method::GET, &location.clone(), None).await;
        }
        self.target = usual;
        let page = page?;
        match page.status {
            StatusCode::OK => Ok(Some(page.body)),
            StatusCode::CONFLICT => Ok(None),
            status => Err(format!("POST {path}: {status} {}", text_of(&page.body))),
        }
    }

    /// Keeps a cookie that an answer set.
    pub fn carry(&mut self, set: &str) {
        self.cookie = format!("{}; {}", self.cookie, set.split(';').next().unwrap_or_default());
    }

    /// Changes the language of this browser.
    pub fn speak(&mut self, lang: &str) {
        let session = self.cookie.split("; ").find(|c| !c.starts_with("lang=")).map(str::to_owned);
        self.cookie = [Some(format!("lang={lang}")), session].into_iter().flatten().collect::<Vec<_>>().join("; ");
    }

    /// Opens a page, whatever the answer is.
    pub async fn open(&mut self, path: &str) -> Result<Page, String> {
        self.send(Method::GET, path, None).await
    }

    /// Knocks at a door and gives the status; a post carries nothing but a key.
    pub async fn knock(&mut self, method: &str, path: &str) -> Result<u16, String> {
        let page = match method {
            "POST" => self.send(Method::POST, path, Some("key=knock-knock-0001".to_owned())).await?,
            _ => self.send(Method::GET, path, None).await?,
        };
        Ok(page.status.as_u16())
    }

    /// Posts a body as it stands, whatever the answer is.
    pub async fn post_raw(&mut self, path: &str, body: String) -> Result<Page, String> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Posts a form with files, made up by the caller with this boundary.
    pub async fn post_multipart(&mut self, path: &str, boundary: &str, body: String) -> Result<Page, String> {
        let (usual, kind) = (self.kind.take(), format!("multipart/form-data; boundary={boundary}"));
        self.kind = Some(kind);
        let page = self.send(Method::POST, path, Some(body)).await;
        self.kind = usual;
        page
    }

    /// Opens a stream of events; what comes is read by the caller, and it ends with the value.
    pub async fn listen(&mut self, path: &str) -> Result<Incoming, String> {
        let response = self.ask(&Method::GET, path, None).await?;
        if response.status() == StatusCode::OK { Ok(response.into_body()) } else { Err(response.status().to_string()) }
    }

    async fn send(&mut self, method: Method, path: &str, body: Option<String>) -> Result<Page, String> {
        let (parts, body) = self.ask(&method, path, body).await?.into_parts();
        let bytes = body.collect().await.map_err(|e| format!("{method} {path}: {e}"))?.to_bytes();
        let text = |name: header::HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        Ok(Page {
            status: parts.status,
            location: text(header::LOCATION),
            cookie: text(header::SET_COOKIE),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    async fn ask(&mut self, method: &Method, path: &str, body: Option<String>) -> Result<Response<Incoming>, String> {
        self.requests += 1;
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::HOST, &self.host)
            .header(header::COOKIE, &self.cookie);
        if self.background {
            request = request.header("x-kham-background", "1");
        }
        if let Some(target) = &self.target {
            request = request.header("x-kham-target", target);
        }
        if *method == Method::POST {
            let origin = format!("http://{}", self.host);
            request = request
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, self.kind.as_deref().unwrap_or("application/x-www-form-urlencoded"));
        }
        let request = request.body(Full::new(Bytes::from(body.unwrap_or_default()))).map_err(|e| e.to_string())?;
        let send = self.connection().await?;
        send.send_request(request).await.map_err(|e| format!("{method} {path}: {e}"))
    }

    async fn connection(&mut self) -> Result<&mut SendRequest<Full<Bytes>>, String> {
        let ready = match &mut self.send {
            Some(send) => send.ready().await.is_ok(),
            None => false,
        };
        if !ready {
            let stream = TcpStream::connect(&self.host).await.map_err(|e| format!("{}: {e}", self.host))?;
            let _ = stream.set_nodelay(true);
            let (send, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
            tokio::spawn(async move {
                let _ = connection.await;
            });
            self.send = Some(send);
        }
        self.send.as_mut().ok_or_else(|| "no connection".to_owned())
    }
}

/// What a posted form came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    Done(String),
    /// Somebody else was first.
    Conflict,
}

impl Posted {
    /// Where it led; an error when somebody else was first.
    pub fn done(self) -> Result<String, String> {
        match self {
            Posted::Done(location) => Ok(location),
            Posted::Conflict => Err("a conflict where none was expected".to_owned()),
        }
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(n, v)| format!("{}={}", ground::web::percent(n), ground::web::percent(v)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A page's words without its tags, shortened, for an error.
fn text_of(body: &str) -> String {
    let main = body.find("<main").and_then(|at| body.get(at..)).unwrap_or(body);
    let mut out = String::new();
    let mut inside = false;
    for c in main.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(400).collect()
}
