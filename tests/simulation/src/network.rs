//! The network between a page and the program: it loses, delays, repeats and damages, and the program answers for real.
use crate::script::OnRequest;
use crate::world::{Arrived, Fault, World};
use chrono::DateTime;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::percent;
use partner_renewal::ports::{Method, Reply, Request, Task, Transport};
use sandbox::in_process::{Caller, Response};
use std::cell::Cell;
use std::rc::Rc;

/// Who sends, by the value of `Authorization`: the person and when they signed in.
pub fn authorization(person: &str, signed_in_ms: i64) -> String {
    format!("{person} {signed_in_ms}")
}

fn caller(authorization: Option<&str>) -> Option<Caller> {
    let (person, at) = authorization?.split_once(' ')?;
    let signed_in_at = DateTime::from_timestamp_millis(at.parse().ok()?)?;
    Some(Caller { person: person.to_owned(), signed_in_at })
}

/// The network as one page sees it.
pub struct PageNetwork {
    world: Rc<World>,
    /// Person that the page is signed in as; `None` after a sign-out.
    person: Rc<dyn Fn() -> Option<String>>,
    generation: Cell<u32>,
}

impl PageNetwork {
    pub fn new(world: &Rc<World>, person: Rc<dyn Fn() -> Option<String>>) -> PageNetwork {
        PageNetwork { world: Rc::clone(world), person, generation: Cell::new(0) }
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    }
}

fn ask_program(world: &World, request: &Request, caller: Option<&Caller>) -> Result<Response, FailureKind> {
    let mut headers = vec![("accept-language", "en")];
    if request.body.is_some() {
        headers.push(("content-type", "application/json"));
    }
    let file_name = request.file.as_ref().map(|file| percent::encode(&file.name));
    headers.extend(file_name.as_deref().map(|name| ("x-file-name", name)));
    headers.extend(request.file.as_ref().map(|file| ("content-type", file.media_type)));
    headers.extend(request.if_match.as_deref().map(|tag| ("if-match", tag)));
    headers.extend(request.idempotency_key.as_deref().map(|key| ("idempotency-key", key)));
    let path = ["/v1", &request.path].concat();
    let file = request.file.as_ref().map(|file| file.bytes.as_slice());
    let body = file.unwrap_or_else(|| request.body.as_deref().unwrap_or_default().as_bytes());
    world.arrived.borrow_mut().push(Arrived {
        method: method(request.method),
        path: request.path.clone(),
        if_match: request.if_match.clone().unwrap_or_default(),
        body: request.body.clone().unwrap_or_default(),
    });
    let answer = world.program.borrow_mut().call(caller, method(request.method), &path, &headers, body);
    world.log(|| {
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        format!("{} {} {:?} -> {status}", method(request.method), request.path, request.if_match)
    });
    if let (Some(key), true) = (&request.idempotency_key, request.path.ends_with("/payments")) {
        let renewal = request.path.split('/').nth(2).unwrap_or_default().to_owned();
        let mut keys = world.payment_keys.borrow_mut();
        if !keys.iter().any(|(_, known)| known == key) {
            keys.push((renewal, key.clone()));
        }
    }
    answer.map_err(|_| FailureKind::InvalidRequest)
}

fn reply(response: &Response) -> Reply {
    let header = |name: &str| response.header(name).unwrap_or_default().to_owned();
    Reply {
        status: response.status,
        content_type: header("content-type"),
        etag: header("etag"),
        request_id: header("request-id"),
        retry_after: header("retry-after").parse().ok(),
        body: String::from_utf8_lossy(&response.body).into_owned(),
    }
}

fn plain(status: u16, content_type: &str, retry_after: Option<u32>) -> Reply {
    let (content_type, body) = (content_type.to_owned(), "<html>".to_owned());
    Reply { status, content_type, retry_after, body, ..Reply::default() }
}

fn problem(status: u16, body: String) -> Reply {
    let content_type = "application/problem+json".to_owned();
    Reply { status, content_type, request_id: "req-1".to_owned(), body, ..Reply::default() }
}

/// A write whose page has not waited for the answer may happen afterwards, and is then a change from elsewhere.
struct GivenUp {
    world: Rc<World>,
    writes: bool,
    answered: bool,
}

impl Drop for GivenUp {
    fn drop(&mut self) {
        if self.writes && !self.answered {
            self.world.foreign_changes.set(self.world.foreign_changes.get() + 1);
        }
    }
}

impl Transport for PageNetwork {
    fn send(&self, request: Request, authorization: Option<String>) -> Task<'_, Result<Reply, FailureKind>> {
        let world = Rc::clone(&self.world);
        let caller = caller(authorization.as_deref());
        let person = (self.person)();
        if person.is_none() {
            world.fail(format!("{} {} after the sign-out", method(request.method), request.path));
        }
        if let (Some(caller), Some(person)) = (&caller, &person)
            && caller.person != *person
        {
            world.fail(format!("{} was sent as {} on the page of {person}", request.path, caller.person));
        }
        let request_writes = request.method != Method::Get;
        let limit = if request.method == Method::Get { 10_000 } else { 30_000 };
        let generation = self.generation.get();
        let ordered = world.script.borrow_mut().for_request(method(request.method), &request.path);
        let lost = ordered == Some(OnRequest::Lose) || world.happens(Fault::RequestLost, 15);
        let answer_lost = ordered == Some(OnRequest::LoseAnswer) || (!lost && world.happens(Fault::AnswerLost, 12));
        let repeated = !lost && world.happens(Fault::RequestRepeated, 12);
        let slow = world.happens(Fault::SlowAnswer, 12);
        let (there, back) = (5 + world.below(200) as u32, 5 + world.below(if slow { 9_000 } else { 300 }) as u32);
        let back = if let Some(OnRequest::Hold(ms)) = ordered { ms } else { back };
        let replaced =
            if let Some(OnRequest::Replace(member, value)) = &ordered { Some((*member, value.clone())) } else { None };
        let tag = if let Some(OnRequest::Tag(tag)) = ordered { Some(tag) } else { None };
        let instead = if let Some(OnRequest::Answer(status, body)) = ordered {
            Some(problem(status, body))
        } else if let Some(OnRequest::Changed(body, tag)) = ordered {
            Some(Reply { etag: tag.to_owned(), ..problem(412, body) })
        } else if let Some(OnRequest::Wait(status, seconds)) = ordered {
            Some(plain(status, "text/html", Some(seconds)))
        } else if world.happens(Fault::ServerError, 15) {
            Some(plain(if world.one_in(2) { 500 } else { 503 }, "text/html", None))
        } else if world.happens(Fault::Throttled, 15) {
            Some(plain(429, "text/html", Some([0, 1, 2, 30][world.below(4)])))
        } else if world.happens(Fault::ProxyPage, 15) {
            Some(plain(200, "text/html", None))
        } else {
            None
        };
        // A proxy answers before the program, or in its place after it. Whoever limits the rate has passed nothing on.
        let throttled = instead.as_ref().is_some_and(|reply| reply.status == 429);
        let before = !world.is_hostile.get() || world.one_in(2) || throttled;
        let (half, weak) = (world.happens(Fault::HalfBody, 15), world.happens(Fault::WeakTag, 8));
        let session_ended = world.happens(Fault::SessionEnded, 25);
        let answer: Rc<Cell<Option<Result<Reply, FailureKind>>>> = Rc::default();
        let (server, slot) = (Rc::clone(&world), Rc::clone(&answer));
        let way = world.sleep(there);
        // What is on its way arrives whether or not its page is still there.
        world.spawn(
            None,
            Box::pin(async move {
                way.await;
                let caller = caller.filter(|_| !session_ended);
                if lost || (before && instead.is_some()) {
                    slot.set(Some(instead.ok_or(FailureKind::Offline)));
                    return;
                }
                let mut answered = ask_program(&server, &request, caller.as_ref());
                if repeated {
                    answered = ask_program(&server, &request, caller.as_ref()).and(answered);
                }
                let mut told = answered.map(|response| reply(&response));
                if let (Some(instead), Ok(told)) = (instead, &mut told) {
                    *told = instead;
                }
                if let (Ok(told), Some((member, value))) = (&mut told, replaced)
                    && let Ok(mut body) = serde_json::from_str::<serde_json::Value>(&told.body)
                    && let Some(place) = body.pointer_mut(member)
                {
                    *place = value;
                    told.body = body.to_string();
                }
                if let (Ok(told), Some(tag)) = (&mut told, tag) {
                    told.etag = tag.to_owned();
                }
                if let Ok(told) = &mut told {
                    if half {
                        let end = told.body.floor_char_boundary(told.body.len() / 2);
                        told.body.truncate(end);
                    }
                    let weak = server.tags.get().or(weak.then(|| server.one_in(2)));
                    if let Some(weak) = weak.filter(|_| !told.etag.is_empty()) {
                        let opaque = told.etag.trim_matches('"').to_owned();
                        told.etag = if weak { format!("W/\"{opaque}\"") } else { format!("\"{opaque}-gzip\"") };
                    }
                }
                slot.set(Some(told));
            }),
        );
        let wait = world.sleep(if answer_lost { limit } else { there + back });
        let given_up = GivenUp { world: Rc::clone(&world), writes: request_writes, answered: false };
        Box::pin(async move {
            let mut given_up = given_up;
            wait.await;
            given_up.answered = true;
            if self.generation.get() != generation {
                return Err(FailureKind::Aborted);
            }
            if answer_lost {
                return Err(FailureKind::Timeout);
            }
            answer.take().unwrap_or(Err(FailureKind::Timeout))
        })
    }

    fn abort_all(&self) {
        self.generation.set(self.generation.get() + 1);
        self.world.aborts.set(self.world.aborts.get() + 1);
    }
}
