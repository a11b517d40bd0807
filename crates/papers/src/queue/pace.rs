/// Fewer consultations than this say nothing of the day.
const MEASURED_MIN: usize = 3;
/// Of so many consultations one at each end is left out of the mean.
const TRIM_ONE_OF: usize = 5;
/// A gap longer than so many usual consultations was a break, not a consultation.
const BREAK_TIMES: i64 = 4;
const SECONDS_PER_MINUTE: i64 = 60;
/// Times are promised in steps of so many minutes.
const STEP_MINUTES: i64 = 5;

/// How long one consultation takes this doctor today, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub seconds: i64,
}

/// A time that a patient is promised, in minutes from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    pub from_minutes: i64,
    pub to_minutes: i64,
}

/// The trimmed mean of today's consultations (in seconds), or the service's usual minutes while there are too few.
pub fn pace(seconds: &[i64], usual_minutes: i64) -> Pace {
    let usual = usual_minutes.max(1) * SECONDS_PER_MINUTE;
    let mut lived: Vec<i64> = seconds.iter().copied().filter(|s| (1..=usual * BREAK_TIMES).contains(s)).collect();
    if lived.len() < MEASURED_MIN {
        return Pace { seconds: usual };
    }
    lived.sort_unstable();
    let cut = lived.len() / TRIM_ONE_OF;
    let middle = lived.get(cut..lived.len() - cut).unwrap_or(&lived);
    let mean = middle.iter().sum::<i64>() / i64::try_from(middle.len()).unwrap_or(1).max(1);
    Pace { seconds: mean.max(SECONDS_PER_MINUTE) }
}

/// When somebody with so many ahead is called. `inside_seconds`: how long the patient in the room has been there.
pub fn promise(pace: Pace, ahead: i64, inside_seconds: Option<i64>) -> Promise {
    let rest = inside_seconds.map_or(0, |seconds| (pace.seconds - seconds).max(0));
    let expected = rest + ahead.max(0) * pace.seconds;
    let from = expected * 4 / 5 / SECONDS_PER_MINUTE;
    let to = expected * 13 / 10 / SECONDS_PER_MINUTE + 1;
    let from_minutes = from / STEP_MINUTES * STEP_MINUTES;
    let to_minutes = (to + STEP_MINUTES - 1) / STEP_MINUTES * STEP_MINUTES;
    Promise { from_minutes, to_minutes: to_minutes.max(from_minutes + STEP_MINUTES) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(of: &[i64]) -> Vec<i64> {
        of.iter().map(|m| m * 60).collect()
    }

    #[test]
    fn a_day_that_has_hardly_begun_goes_by_the_service() {
        assert_eq!(pace(&[], 15).seconds, 900);
        assert_eq!(pace(&minutes(&[5, 5]), 15).seconds, 900);
    }

    #[test]
    fn the_doctors_own_pace_counts_and_the_ends_are_left_out() {
        assert_eq!(pace(&minutes(&[10, 10, 10]), 15).seconds, 600);
        assert_eq!(pace(&minutes(&[1, 8, 10, 12, 55]), 15).seconds, 600);
    }

    #[test]
    fn a_break_is_no_consultation() {
        assert_eq!(pace(&minutes(&[10, 10, 10, 90]), 15).seconds, 600);
    }

    #[test]
    fn a_promise_is_a_range_in_steps_of_five_minutes() {
        let range = |ahead, inside| {
            let Promise { from_minutes, to_minutes } = promise(Pace { seconds: 600 }, ahead, inside);
            (from_minutes, to_minutes)
        };
        assert_eq!(range(0, None), (0, 5));
        assert_eq!(range(0, Some(120)), (5, 15));
        assert_eq!(range(0, Some(3_600)), (0, 5));
        assert_eq!(range(1, None), (5, 15));
        assert_eq!(range(3, Some(300)), (25, 50));
    }
}
