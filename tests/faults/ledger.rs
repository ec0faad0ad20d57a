//! What every token is known to be, and whether an answer agrees with it.

use std::time::{Duration, Instant};

use crate::client::Answer;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Live,
    /// Something was asked that may have ended it, and it was not acknowledged.
    Unsure,
    /// Acknowledged at this instant.
    Ended(Instant),
}

#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) began: Instant,
    pub(crate) access: Vec<String>,
    pub(crate) refresh: String,
    /// Refresh tokens that were exchanged.
    pub(crate) used: Vec<String>,
    pub(crate) standing: Standing,
    /// Which answer has said that it is over.
    pub(crate) ended_by: String,
    /// A refresh is under way.
    pub(crate) is_busy: bool,
}

/// A token as it was shown.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) login: usize,
    pub(crate) standing: Standing,
    pub(crate) sent: Instant,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) logins: Vec<Login>,
    /// How long after its acknowledgement a revocation may still be unknown elsewhere.
    pub(crate) propagation: Duration,
    /// Who logged in before counts no longer, revoked or not.
    pub(crate) void_before: Option<Instant>,
    /// Until then the server is not looked at that throws entries away.
    pub(crate) blind_until: Option<Instant>,
    /// The application itself is killed: an answer may fail to come.
    pub(crate) may_be_silent: bool,
    pub(crate) wrong: Vec<String>,
    /// Refused uses of which nobody knows whether they count, and which nobody may repeat.
    pub(crate) unknown_uses: u64,
}

impl Ledger {
    pub(crate) fn shown(&self, login: usize) -> Shown {
        Shown { login, standing: self.logins[login].standing, sent: Instant::now() }
    }

    fn complain(&mut self, what: String) {
        if self.wrong.len() < 50 {
            self.wrong.push(what);
        }
    }

    fn is_blind(&self, shown: &Shown) -> bool {
        self.blind_until.is_some_and(|until| shown.sent <= until)
    }

    fn is_void(&self, login: usize) -> bool {
        self.void_before.is_some_and(|before| self.logins[login].began <= before)
    }

    pub(crate) fn began(&mut self, user: String, answer: &Answer) {
        let [access, refresh] = ["access_token", "refresh_token"].map(|name| answer.text(name));
        self.logins.push(Login {
            user,
            began: Instant::now(),
            access: vec![access],
            refresh,
            used: Vec::new(),
            standing: Standing::Live,
            ended_by: String::new(),
            is_busy: false,
        });
    }

    /// Revoked, as the store itself has said or acknowledged.
    fn end(&mut self, login: usize, by: &str) {
        let login = &mut self.logins[login];
        if !matches!(login.standing, Standing::Ended(_)) {
            login.standing = Standing::Ended(Instant::now());
            by.clone_into(&mut login.ended_by);
        }
    }

    pub(crate) fn doubt(&mut self, login: usize) {
        let login = &mut self.logins[login];
        if login.standing == Standing::Live {
            login.standing = Standing::Unsure;
        }
    }

    /// Whether the token was known to be revoked, everywhere, when it was shown.
    fn was_over(&self, shown: &Shown) -> bool {
        match shown.standing {
            Standing::Ended(at) => at + self.propagation < shown.sent,
            Standing::Live | Standing::Unsure => false,
        }
    }

    /// What holds of every answer to a token that is not forged; `what` is for the complaint.
    pub(crate) fn heed(&mut self, what: &str, shown: &Shown, answer: Option<&Answer>) {
        let Some(answer) = answer else {
            if !self.may_be_silent {
                self.complain(format!("{what}: no answer"));
            }
            return;
        };
        match answer.status {
            200 | 204 if self.was_over(shown) && !self.is_blind(shown) => {
                let Shown { login, standing, sent } = shown;
                let Standing::Ended(at) = standing else { return };
                let Login { user, ended_by, .. } = &self.logins[*login];
                let age = sent.duration_since(*at);
                let words =
                    format!("{what} of {user}: ACCEPTED {age:?} after its end by {ended_by}");
                self.complain(words);
            }
            200 | 204 => {}
            401 if self.logins[shown.login].standing == Standing::Live
                && !self.is_void(shown.login) =>
            {
                let user = self.logins[shown.login].user.clone();
                self.complain(format!("{what} of {user}: live, and refused: {}", answer.body));
            }
            // A revocation on its way to the disk already counts; only its acknowledgement binds a
            // process that is killed.
            401 if self.may_be_silent => self.doubt(shown.login),
            401 => self.end(shown.login, what),
            503 => self.heed_refusal(what, answer),
            status => self.complain(format!("{what}: {status} {}", answer.body)),
        }
    }

    /// A use that may or may not count is not to be repeated: the second would end the login.
    fn heed_refusal(&mut self, what: &str, answer: &Answer) {
        if answer.retry_after {
            return;
        }
        if what.starts_with("refresh") && answer.text("detail").contains("not known") {
            self.unknown_uses += 1;
        } else {
            self.complain(format!("{what}: 503 without Retry-After: {}", answer.body));
        }
    }

    /// The answer to a refresh token that was shown alone.
    pub(crate) fn refreshed(&mut self, shown: &Shown, answer: Option<&Answer>) {
        self.heed("refresh", shown, answer);
        let login = &mut self.logins[shown.login];
        login.is_busy = false;
        match answer {
            Some(answer) if answer.status == 200 => {
                let child = answer.text("refresh_token");
                let parent = std::mem::replace(&mut login.refresh, child);
                keep_few(&mut login.used, parent);
                keep_few(&mut login.access, answer.text("access_token"));
            }
            Some(answer) if answer.status == 503 && answer.retry_after => {}
            Some(answer) if answer.status == 401 => {}
            // Used or not: who knows.
            Some(_) | None => self.doubt(shown.login),
        }
    }

    /// The answers to one refresh token that was shown twice at once, or was used before.
    pub(crate) fn raced(&mut self, shown: &Shown, answers: &[Option<Answer>], may_win: usize) {
        let status = |answer: &Option<Answer>| answer.as_ref().map(|answer| answer.status);
        let wins = answers.iter().filter(|answer| status(answer) == Some(200)).count();
        if wins > may_win && !self.is_blind(shown) {
            let user = self.logins[shown.login].user.clone();
            self.complain(format!("refresh of {user}: {wins} CHILDREN of one token"));
        }
        for answer in answers {
            self.heed("refresh again", shown, answer.as_ref());
        }
        self.logins[shown.login].is_busy = false;
        let is_noticed = |answer: &Option<Answer>| {
            answer.as_ref().is_some_and(|answer| answer.code() == "token_used")
        };
        if answers.iter().any(is_noticed) {
            self.end(shown.login, "reuse");
        } else {
            self.doubt(shown.login);
        }
    }

    /// What a log-out has been told.
    pub(crate) fn logged_out(&mut self, shown: &Shown, answer: Option<&Answer>) {
        self.heed("log-out", shown, answer);
        match answer.map(|answer| answer.status) {
            Some(204) => self.end(shown.login, "log-out"),
            _other => self.doubt(shown.login),
        }
    }

    /// A token that is none, or is over: its refusal needs no store.
    pub(crate) fn refused(&mut self, answer: Option<&Answer>) {
        match answer {
            Some(answer) if answer.status == 401 => {}
            None if self.may_be_silent => {}
            other => self.complain(format!("a forged token: {other:?}")),
        }
    }

    /// A route that needs no store.
    pub(crate) fn free(&mut self, what: &str, answer: Option<&Answer>) {
        match answer {
            Some(answer) if answer.status == 200 => {}
            None if self.may_be_silent => {}
            other => self.complain(format!("{what}: {other:?}")),
        }
    }
}

fn keep_few(tokens: &mut Vec<String>, token: String) {
    tokens.push(token);
    if tokens.len() > 4 {
        tokens.remove(0);
    }
}
