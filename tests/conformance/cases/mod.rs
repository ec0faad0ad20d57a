//! The cases. Each has names of its own, so that all of them can share one store, also a second
//! time.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use actix_paseto::revocation::RevocationStore;

mod checks;
mod families;
mod graces;
mod lives;
mod odd_names;
mod races;
mod renewals;
mod setup;
mod uses;
mod watermarks;

pub(crate) use setup::wait;

pub(crate) type Case =
    for<'a> fn(&'a dyn RevocationStore) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

macro_rules! cases {
    ($($module:ident { $($case:ident),+ $(,)? })+) => {
        /// Every case, with its name.
        pub(crate) const ALL: &[(&str, Case)] = &[$($((
            concat!(stringify!($module), "::", stringify!($case)),
            |store| Box::pin($module::$case(store)),
        )),+),+];
    };
}

cases! {
    checks {
        what_nobody_revoked_lives,
        a_token_by_its_id,
        a_ticket_or_the_token_behind_it,
        a_family_and_no_other,
        a_family_a_token_and_a_subject_of_one_name_are_three,
        it_keeps_families_and_is_well,
    }
    watermarks {
        a_watermark_divides_microseconds,
        a_watermark_only_rises,
        who_does_not_say_when_he_logged_in_is_revoked,
        a_watermark_ends_families_that_had_begun,
        a_watermark_stops_uses,
    }
    lives {
        no_life_is_shortened,
        a_use_is_not_shortened_by_a_revocation,
        the_last_instant_of_the_calendar_is_an_end,
        a_watermark_lives_as_long_as_its_longest,
    }
    uses {
        the_first_and_every_other,
        the_second_use_ends_the_family,
        who_is_refused_uses_nothing_up,
        a_token_that_was_revoked_counts_as_used,
        a_family_that_ended_stays_so,
    }
    graces {
        within_the_grace_the_first_successor_is_handed_out_again,
        a_late_repeat_ends_the_family,
        a_repeat_without_grace_is_none,
        a_repeat_leaves_the_family_as_it_was,
        a_grace_ends_once_its_successor_is_used,
        a_grace_ends_once_its_successor_is_revoked,
        a_grace_ends_once_its_token_is_revoked,
        a_repeat_after_a_log_out_is_revoked,
    }
    renewals {
        a_family_says_itself_how_far_it_is_used_up,
        a_renewal_that_comes_again_ends_the_family,
        a_renewal_that_was_revoked_by_itself_renews_nothing,
        a_renewal_has_its_grace,
        the_grace_of_a_renewal_ends_with_its_successor,
        a_late_repeat_of_a_renewal_ends_the_family,
        a_renewal_divides_microseconds,
        enrolling_again_brings_no_used_token_back,
    }
    families {
        they_are_listed_by_their_last_use,
        of_two_used_at_once_the_younger_is_first,
        a_label_stays_until_another_comes,
        nothing_that_is_known_gets_older_or_shorter,
        what_is_over_is_not_listed,
        what_is_revoked_is_not_listed_and_does_not_come_back,
        each_subject_has_its_own,
        there_may_be_many,
    }
    odd_names {
        odd_tokens_do_not_meet,
        odd_subjects_do_not_meet,
        odd_families_are_listed_as_they_are,
        odd_successors_come_back_as_they_are,
        the_empty_name_is_a_name,
    }
    races {
        of_many_one_is_first,
        of_many_with_grace_all_get_the_successor_of_the_first,
        of_many_in_a_family_the_second_ends_it,
        of_many_that_renew_one_is_first,
        a_log_out_beats_a_refresh,
        a_log_out_everywhere_beats_a_refresh,
        a_log_out_beats_a_renewal,
        what_is_revoked_at_once_is_all_revoked,
    }
}

/// Runs every case, and tells all that fail.
pub(crate) fn conforms(store: &dyn RevocationStore) {
    conforms_except(store, &[]);
}

/// For a store that promises less by its nature.
pub(crate) fn conforms_except(store: &dyn RevocationStore, left_out: &[&str]) {
    let fails = |case: &Case| catch_unwind(AssertUnwindSafe(|| wait(case(store)))).is_err();
    let cases = ALL.iter().filter(|(name, _)| !left_out.contains(name));
    let failed: Vec<_> = cases.filter(|(_, case)| fails(case)).map(|(name, _)| name).collect();
    assert!(failed.is_empty(), "of {} cases failed: {failed:#?}", ALL.len());
}
