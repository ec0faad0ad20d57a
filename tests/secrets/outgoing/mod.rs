//! Tokens that go out: against a real OpenID provider, PyJWT, and servers guarded as ours are.
//!
//! What `dspu.security` 0.0.4 does with such tokens, and which test shows that we do it too, or why
//! we do not:
//!
//! | there | here |
//! |---|---|
//! | static: get and refresh give it, revoke does nothing | `providers::a_static_token_is_always_the_same` |
//! | static: validate is `==` | in constant time: the same test |
//! | oauth2: id and secret in the body | `oauth2::basic_and_post_both_bring_a_token`; the header by default, as RFC 6749 §2.3.1 wants |
//! | oauth2: scopes of the answer, else those asked for | the same test |
//! | oauth2: the token at hand serves fewer scopes | `oauth2::a_token_that_is_good_for_less_than_asked_serves_that_request_alone` |
//! | oauth2: `expires_in` of 0 or none is for ever | not kept: a dead token would stay. `oauth2_answers::{without_a_life_a_token_is_good_and_not_kept, with_a_life_by_default_such_a_token_is_kept}` |
//! | oauth2: no margin before the end | 30 s or a tenth: `outgoing::tests::a_token_is_at_hand_until_30_seconds_or_a_tenth_before_its_end` |
//! | oauth2: every caller asks | one does: `oauth2::many_callers_are_one_request_and_an_expired_token_another` |
//! | oauth2: revoke forgets, validate compares with the token at hand | `oauth2::basic_and_post_both_bring_a_token` |
//! | oauth2: one exception with the foreign text | a kind and a code: `oauth2::a_refusal_names_the_code_and_nothing_else`, `oauth2_answers::what_is_no_token_is_malformed_and_never_shown` |
//! | oauth2: the whole answer in `metadata` | not kept: it holds secrets, such as refresh tokens |
//! | oauth2: options of httpx | `timeout` alone: redirects and proxies could lead the secret elsewhere |
//! | jwt: `iat`, `exp`, issuer, audience, scopes, claims | `jwt::python_and_we_take_each_others_tokens` |
//! | jwt: claims of the constructor override `iat` and `exp` | refused: `jwt::nobody_overrides_what_the_provider_says` |
//! | jwt: validate is false for every error, also for an audience where none is configured | `jwt::what_is_not_for_us_or_not_now_is_refused` |
//! | jwt: decode verifies nothing | named `decode_unverified`; `verify` gives the claims: `jwt::the_algorithm_is_the_keys_and_never_the_tokens` |
//! | jwt: short keys are taken | refused below 32 bytes: `jwt::weak_and_wrong_keys_are_refused` |
//! | jwt: cached, revoke forgets | `jwt::tokens_are_kept_until_they_are_refreshed_or_revoked` |
//! | `create_auth_provider(type, **options)` | none: each provider has its constructor, which the compiler checks |
//! | `TokenData`: expired, time left | `providers::a_token_knows_its_end`; an end is a `Timestamp`, no float |
//! | `TokenData.should_refresh` | `refresh_before`: `rotating::a_token_is_replaced_before_it_expires` |
//! | rotating: entering fetches, its error is the caller's; then fetched again at once | once: `rotating::the_first_token_is_fetched_once_and_its_failure_is_the_callers` |
//! | rotating: after the interval, or before the end, or hourly | `rotating::a_token_without_an_end_is_fetched_by_the_interval` |
//! | rotating: once a second if `refresh_before` is longer than the life | after half the life: `rotating::refreshing_earlier_than_half_its_life_is_not_done` |
//! | rotating: errors swallowed, 60 s until the next try | `on_error`, backoff: `rotating::failures_are_told_and_survived_until_the_token_expires` |
//! | rotating: an error of `on_refresh` counts as one of the fetch | it does not: `rotating::panics_of_callbacks_and_fetches_end_nothing` |
//! | rotating: `current` is an error once expired | `rotating::failures_are_told_and_survived_until_the_token_expires` |
//! | rotating: `current` before entering is an error | cannot be written: `start` gives the token |
//! | rotating: leaving waits 5 s, then cancels | at once: `rotating::nothing_is_left_after_stopping_or_dropping` |
//! | rotating: one event loop | any thread: `rotating::any_thread_reads_it` |
//! | `simple_rotating_token(fetch, interval)` | `RotatingToken::from_fn(fetch).interval(…)`, as in `rotating` |

mod canaries;
mod providers;
mod rotating;
mod setup;

#[cfg(feature = "jwt")]
mod jwt;
#[cfg(feature = "oauth2")]
mod oauth2;
#[cfg(feature = "oauth2")]
mod oauth2_answers;
#[cfg(feature = "awc")]
mod with_awc;
#[cfg(feature = "reqwest")]
mod with_reqwest;
