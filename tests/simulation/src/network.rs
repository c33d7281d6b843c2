//! The network between a page and the program: it loses, delays, repeats and damages, and the program answers for real.
use crate::script::OnRequest;
use crate::world::{Arrived, Fault, World};
use chrono::DateTime;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::http_date;
use partner_renewal::domain::percent;
use partner_renewal::i18n;
use partner_renewal::ports::{Credentials, Method, Reply, Request, Task, Transport};
use partner_renewal::wire::next;
use sandbox::in_process::{Caller, Response};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
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
    /// Organization that its tab works for.
    organization: Rc<dyn Fn() -> Option<String>>,
    /// Does somebody ask whose page the person has left?
    was_left: Rc<dyn Fn() -> bool>,
    generation: Cell<u32>,
    /// Countries whose rules have come.
    countries: RefCell<BTreeSet<String>>,
}

impl PageNetwork {
    pub fn new(
        world: &Rc<World>,
        person: Rc<dyn Fn() -> Option<String>>,
        organization: Rc<dyn Fn() -> Option<String>>,
        was_left: Rc<dyn Fn() -> bool>,
    ) -> PageNetwork {
        let (world, generation, countries) = (Rc::clone(world), Cell::new(0), RefCell::default());
        PageNetwork { world, person, organization, was_left, generation, countries }
    }

    /// What belongs to one organization is not asked for where another one is worked for. The list of organizations shows
    /// places and people of all; the addresses of a confirmation and of the pages that change places and people name the
    /// organization, which those show.
    fn check_organization(&self, request: &Request) {
        let path = request.path.as_str();
        let is_for_any = ["/locations", "/contacts"].iter().any(|part| path.contains(part))
            || (path.ends_with("/confirmation") && request.method == Method::Get);
        if !self.world.has(Fault::OtherOrganization) || is_for_any {
            return;
        }
        if let (Some(own), Some(named)) = ((self.organization)(), self.world.organization_of(path))
            && own != named
        {
            self.world.fail(format!("{path} of {named} is asked for where {own} is worked for"));
        }
    }

    /// What no page may send.
    fn check_request(&self, request: &Request) {
        let (world, path) = (&self.world, &request.path);
        if (self.was_left)() {
            world.fail(format!("a page that was left asks for {path}"));
        }
        self.check_organization(request);
        let sent = || request.body.as_deref().and_then(json).unwrap_or_default();
        if let (Method::Put, Some(country)) = (request.method, sent()["profile"]["country"].as_str())
            && !self.countries.borrow().contains(country)
        {
            world.fail(format!("the country {country} is sent, and its rules never came"));
        }
        if let Some(key) = payment_key(request) {
            let disk = world.disk.borrow();
            let is_known = world.payment_keys.borrow().iter().any(|(_, known)| known == key);
            let is_journal =
                |(kept, (_, text)): (&String, &(u64, String))| kept.starts_with("journal/") && text.contains(key);
            // A browser that keeps nothing, the draft neither, is told about; then the payment goes on. Two tabs that pay
            // at once have one journal.
            let is_denied =
                disk.is_denied || disk.was_emptied || disk.draft_has_failed || world.noted(Fault::StorageDenied);
            let may_lack = is_known || is_denied || world.noted(Fault::SecondTab);
            if !may_lack && !disk.records.iter().any(is_journal) {
                world.fail("a payment is asked for, and its journal is not written".to_owned());
            }
            world.unanswered_payments.borrow_mut().insert(renewal_of(path));
        }
    }

    /// Notes what the page now knows.
    fn note_answer(&self, method: Method, path: &str, answer: Result<&Reply, &FailureKind>) {
        let Ok(reply) = answer else { return };
        // Whoever limits the rate has not carried the request out, and may say so without a problem document.
        if method == Method::Post && path.ends_with("/payments") && reply.status == 429 {
            self.world.unanswered_payments.borrow_mut().remove(&renewal_of(path));
        }
        let Some(body) = json(&reply.body) else { return };
        let early = next::early_answers(reply);
        let told = early.iter().map(|one| one.path.as_str()).chain((reply.status == 200).then_some(path));
        let countries = told.filter_map(|path| path.strip_prefix("/reference/countries/"));
        self.countries.borrow_mut().extend(countries.map(str::to_owned));
        if let (Method::Post, true, 200 | 201, Some(id)) =
            (method, path.ends_with("/payments"), reply.status, body["id"].as_str())
        {
            self.world.told_payments.borrow_mut().insert(id.to_owned());
        }
        let payment = if path.contains("/payments") { &body } else { &body["payment"] };
        if let (Some(id), Some("declined" | "cancelled" | "expired")) =
            (payment["id"].as_str(), payment["status"].as_str())
        {
            self.world.told_over.borrow_mut().insert(id.to_owned());
        }
        // A refusal names no method; the page keeps what the last confirmation said.
        if path.ends_with("/confirmation") && reply.status == 200 {
            let named = [&body["method"], &body["payment"]["method"]];
            let named = named.map(|method| method.as_str().unwrap_or_default().to_owned());
            self.world.confirmed_methods.replace(named);
        }
        let renewal = renewal_of(path);
        let is_open = body["type"].as_str().is_some_and(|kind| kind.ends_with("payment-in-progress"));
        let is_decided = match (method, path.rsplit('/').next()) {
            (Method::Post, Some("payments")) => reply.status < 500 && !is_open,
            // That a quote does not hold is an answer; that nobody could be asked is none.
            (Method::Post, Some("quotes")) => reply.status < 500 && !is_open && !matches!(reply.status, 401 | 429),
            (Method::Get, Some(last)) => last == renewal && !body["payment"].is_null(),
            _ => false,
        };
        if is_decided {
            self.world.unanswered_payments.borrow_mut().remove(&renewal);
        }
    }
}

fn json(text: &str) -> Option<serde_json::Value> {
    serde_json::from_str(text).ok()
}

/// Id of the renewal in a path such as `/renewals/{id}/payments`.
fn renewal_of(path: &str) -> String {
    path.strip_prefix("/renewals/").and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned()
}

/// The idempotency key of a request for a payment.
fn payment_key(request: &Request) -> Option<&String> {
    request.idempotency_key.as_ref().filter(|_| request.path.ends_with("/payments"))
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
    let mut headers = vec![("accept-language", i18n::language())];
    if request.body.is_some() {
        headers.push(("content-type", "application/json"));
    }
    let file_name = request.file.as_ref().map(|file| percent::encode(&file.name));
    headers.extend(file_name.as_deref().map(|name| ("x-file-name", name)));
    headers.extend(request.file.as_ref().map(|file| ("content-type", file.media_type)));
    headers.extend(request.if_match.as_deref().map(|tag| ("if-match", tag)));
    headers.extend(request.idempotency_key.as_deref().map(|key| ("idempotency-key", key)));
    let mut path = ["/v1", &request.path].concat();
    if !world.tells_next.get()
        && let Some((without, _)) = path.split_once("?next=")
    {
        path.truncate(without.len());
    }
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
    if let Some(key) = payment_key(request) {
        let renewal = renewal_of(&request.path);
        let mut keys = world.payment_keys.borrow_mut();
        if !keys.iter().any(|(_, known)| known == key) {
            keys.push((renewal, key.clone()));
        }
    }
    answer.map_err(|_| FailureKind::InvalidRequest)
}

fn reply(response: &Response, now_ms: i64) -> Reply {
    let header = |name: &str| response.header(name).unwrap_or_default().to_owned();
    Reply {
        status: response.status,
        content_type: header("content-type"),
        etag: header("etag"),
        request_id: header("request-id"),
        retry_after: http_date::retry_after_s(&header("retry-after"), now_ms),
        body: String::from_utf8_lossy(&response.body).into_owned(),
    }
}

/// So many seconds from now, as `Retry-After` tells them: as a number, or as a date.
fn retry_after(world: &World, seconds: u32) -> Option<u32> {
    world.waits.borrow_mut().insert(seconds);
    let at = DateTime::from_timestamp_millis(world.now_ms() + i64::from(seconds) * 1_000).unwrap_or_default();
    let date = at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let header = if world.one_in(2) { date } else { seconds.to_string() };
    // The date has no milliseconds: it is the second in which it is over.
    http_date::retry_after_s(&header, world.now_ms() / 1_000 * 1_000)
}

fn plain(status: u16, content_type: &str, retry_after: Option<u32>) -> Reply {
    let (content_type, body) = (content_type.to_owned(), "<html>".to_owned());
    Reply { status, content_type, retry_after, body, ..Reply::default() }
}

fn problem(status: u16, body: String) -> Reply {
    let content_type = if status < 400 { "application/json" } else { "application/problem+json" }.to_owned();
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

/// Whoever has a code is told what its page shows, and nothing else: no person, no id, no reference.
fn check_reveals_nothing(world: &World, path: &str, told: &Reply) {
    let members: &[&str] = match path.split('/').nth(1) {
        Some("verifications") => &["name", "level", "memberUntil", "asOf"],
        Some("payment-links") if path.ends_with("/payments") => &["sessionUrl"],
        Some("payment-links") => &["company", "amount", "state"],
        _ => return,
    };
    let answer = serde_json::from_str::<serde_json::Value>(&told.body).unwrap_or_default();
    let more = answer.as_object().into_iter().flat_map(|members| members.keys());
    if told.status == 200
        && let Some(name) = more.into_iter().find(|name| !members.contains(&name.as_str()))
    {
        world.fail(format!("{path} tells {name} to whoever has its code"));
    }
}

impl Transport for PageNetwork {
    fn send(&self, request: Request, authorization: Option<String>) -> Task<'_, Result<Reply, FailureKind>> {
        let world = Rc::clone(&self.world);
        let caller = caller(authorization.as_deref());
        let person = (self.person)();
        if person.is_none() && request.credentials != Credentials::Anonymous {
            world.fail(format!("{} {} after the sign-out", method(request.method), request.path));
        }
        if let (Some(caller), Some(person)) = (&caller, &person)
            && caller.person != *person
        {
            world.fail(format!("{} was sent as {} on the page of {person}", request.path, caller.person));
        }
        if request.credentials == Credentials::Anonymous && authorization.is_some() {
            world.fail(format!("{} was sent with an access token", request.path));
        }
        self.check_request(&request);
        let (asked_by, path) = (request.method, request.path.clone());
        let request_writes = request.method != Method::Get;
        let limit = if request.method == Method::Get { 10_000 } else { 30_000 };
        let generation = self.generation.get();
        let ordered = world.script.borrow_mut().for_request(method(request.method), &request.path);
        // A payment and its quote fail more often: only where both do, one after the other, is the money at stake.
        let once_in = if path.ends_with("/payments") || path.ends_with("/quotes") { 6 } else { 15 };
        let lost = ordered == Some(OnRequest::Lose) || world.happens(Fault::RequestLost, once_in);
        let answer_lost = ordered == Some(OnRequest::LoseAnswer) || (!lost && world.happens(Fault::AnswerLost, 12));
        let repeated = !lost && world.happens(Fault::RequestRepeated, 12);
        let slow = world.happens(Fault::SlowAnswer, 12);
        let there = if world.happens(Fault::SlowRequest, 10) { 6_000 } else { 200 };
        let (there, back) = (5 + world.below(there) as u32, 5 + world.below(if slow { 9_000 } else { 300 }) as u32);
        let there = if let Some(OnRequest::Delay(ms)) = ordered { ms } else { there };
        let back = if let Some(OnRequest::Hold(ms)) = ordered { ms } else { back };
        let replaced = if let Some(OnRequest::Replace(member, value)) = &ordered {
            Some((*member, value.clone()))
        } else if request.path.ends_with("/membership") && world.happens(Fault::NumberOutOfRange, 8) {
            Some(("/graceDays", [-366, i64::MIN, i64::MAX][world.below(3)].into()))
        } else if request.path.ends_with("/confirmation") && world.happens(Fault::UnknownMethod, 2) {
            Some((["/method", "/payment/method"][world.below(2)], "direct_debit".into()))
        } else {
            None
        };
        let tag = if let Some(OnRequest::Tag(tag)) = ordered { Some(tag) } else { None };
        let instead = if let Some(OnRequest::Answer(status, body)) = ordered {
            Some(problem(status, body))
        } else if let Some(OnRequest::Changed(body, tag)) = ordered {
            Some(Reply { etag: tag.to_owned(), ..problem(412, body) })
        } else if let Some(OnRequest::Wait(status, seconds)) = ordered {
            Some(plain(status, "text/html", Some(seconds)))
        } else if world.happens(Fault::ServerError, once_in) {
            Some(plain(if world.one_in(2) { 500 } else { 503 }, "text/html", None))
        } else if world.happens(Fault::Throttled, 15) {
            let seconds = [0, 1, 2, 30][world.below(4)];
            Some(plain(429, "text/html", retry_after(&world, seconds)))
        } else if world.happens(Fault::ProxyPage, once_in) {
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
                let mut told = answered.map(|response| reply(&response, server.now_ms()));
                if let (Credentials::Anonymous, Ok(told)) = (request.credentials, &told) {
                    check_reveals_nothing(&server, &request.path, told);
                }
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
        // The page waits no longer than that; what it has sent arrives all the same.
        let is_unanswered = answer_lost || there + back > limit;
        let wait = world.sleep(if is_unanswered { limit } else { there + back });
        let given_up = GivenUp { world: Rc::clone(&world), writes: request_writes, answered: false };
        Box::pin(async move {
            let mut given_up = given_up;
            wait.await;
            given_up.answered = true;
            if self.generation.get() != generation {
                return Err(FailureKind::Aborted);
            }
            if is_unanswered {
                return Err(FailureKind::Timeout);
            }
            let answer = answer.take().unwrap_or(Err(FailureKind::Timeout));
            self.note_answer(asked_by, &path, answer.as_ref());
            answer
        })
    }

    fn abort_all(&self) {
        self.generation.set(self.generation.get() + 1);
        self.world.aborts.set(self.world.aborts.get() + 1);
    }
}
