using Hearth.Spark.Api;
using NodaTime;
using GoDuration = Hearth.Kube.Core.Quantities.GoDuration;

namespace Hearth.Spark.Schedules;

/// <summary>
/// Decides what a ScheduledSparkApplication needs now, from it, its runs and the clock alone. As the peer: one run catches up after any
/// number of missed times, Forbid waits for the unfinished, Replace deletes them, a change of the schedule never touches runs.
/// Better than the peer: no policy means Allow; a schedule that was wrong recovers once it is right; a changed one counts from now;
/// <c>@every</c> does not drift; a waiting run starts when the run before it ends; a starting deadline and runs on request.
/// </summary>
public static class ScheduleDecision
{
    /// <param name="scheduled">The schedule with the status last written.</param>
    /// <param name="runs">All SparkApplications of it, in any order.</param>
    /// <param name="now">The present.</param>
    /// <param name="precision">Of the names of runs.</param>
    /// <param name="local">What the time zone <c>Local</c> means; UTC unless given.</param>
    public static SchedulePlan Decide(
        ScheduledSparkApplication scheduled,
        IReadOnlyCollection<ScheduledRun> runs,
        DateTimeOffset now,
        TimestampPrecision precision = TimestampPrecision.Nanos,
        DateTimeZone? local = null)
    {
        var pass = new Pass(scheduled, runs, now, precision);
        return pass.Validate(local) is { } reason ? pass.Fail(reason) : pass.Decide();
    }

    private sealed class Pass(
        ScheduledSparkApplication scheduled, IReadOnlyCollection<ScheduledRun> runs, DateTimeOffset now, TimestampPrecision precision)
    {
        private readonly ScheduledSparkApplicationSpec _spec = scheduled.Spec;
        private readonly ScheduledSparkApplicationStatus _before = scheduled.Status ?? new ScheduledSparkApplicationStatus();
        private readonly string _key = string.IsNullOrEmpty(scheduled.Spec.TimeZone)
            ? scheduled.Spec.Schedule ?? "" : $"{scheduled.Spec.TimeZone} {scheduled.Spec.Schedule}";

        private CronSchedule _schedule = null!;
        private TimeSpan? _deadline;

        private string Name => scheduled.Metadata.Name ?? "";

        /// <summary>Suspended since before its first time was known, as a new one may be: no time has passed that it could catch up with.</summary>
        private bool IsNotPlanned => _spec.Suspend == true && _before.NextRun is null;

        private List<ScheduledRun> Unfinished => [.. runs.Where(run => !run.IsFinished)];

        /// <summary>All that is wrong with the spec; null where nothing is.</summary>
        public string? Validate(DateTimeZone? local)
        {
            var errors = new List<string>();
            if (!CronSchedule.TryParse(_spec.Schedule ?? "", _spec.TimeZone, out var schedule, out var error, local))
                errors.Add(error);
            else if (schedule.Next(now) is null)
                errors.Add($"schedule \"{_spec.Schedule}\" has no time within five years");
            if (_spec.ConcurrencyPolicy is not (null or "" or "Allow" or "Forbid" or "Replace"))
                errors.Add($"concurrencyPolicy \"{_spec.ConcurrencyPolicy}\" must be Allow, Forbid or Replace");
            if (_spec.SuccessfulRunHistoryLimit < 0 || _spec.FailedRunHistoryLimit < 0)
                errors.Add("history limits must be 0 or more");
            if (_spec.Hearth?.StartingDeadline is { Length: > 0 } deadline)
                _deadline = ParseDeadline(deadline, errors);
            errors.AddRange(TemplateCheck.Mistakes(scheduled, now));
            _schedule = schedule!;
            return errors.Count > 0 ? string.Join("; ", errors) : null;
        }

        public SchedulePlan Fail(string reason) => new()
        {
            Status = _before with { ScheduleState = "FailedValidation", Reason = reason, ObservedGeneration = scheduled.Metadata.Generation },
        };

        public SchedulePlan Decide()
        {
            var next = NextRun();
            var requested = _spec.Hearth?.RunNow is { Length: > 0 } request && request != _before.Hearth?.RunNow;
            var missed = 0;
            DateTimeOffset? due = null;
            if (_spec.Suspend != true && next <= now)
            {
                (var latest, var count) = _schedule.Latest(next, now);
                var late = _deadline is { } deadline && now - latest > deadline;
                due = late ? null : latest;
                missed = count - (late ? 0 : 1);
                next = late ? After(latest) : next;
            }

            var started = requested || due is not null ? Start(due) : null;
            var waits = started?.Hold is not null;
            // While a run waits the times it stands for stay due, and are counted when it starts.
            missed = waits ? 0 : missed;
            next = due is { } time && !waits ? After(time) : next;
            return Finish(started, next, missed, waits ? due + _deadline : next);
        }

        private sealed record Started(string? Name, IReadOnlyList<string> Replaced, string? Hold);

        private Started Start(DateTimeOffset? due)
        {
            var name = due is { } time ? RunNames.For(Name, time, precision) : RunNames.ForRequest(Name, _spec.Hearth!.RunNow!);
            var others = Unfinished.Where(run => run.Name != name).ToList();
            if (_spec.ConcurrencyPolicy == "Forbid" && others.Count > 0)
                return new Started(null, [], "waits for the end of " + string.Join(", ", others.Select(run => run.Name).Order(StringComparer.Ordinal)));
            var replaced = _spec.ConcurrencyPolicy == "Replace" ? others.Where(run => !run.Deleting).Select(run => run.Name) : [];
            return new Started(name, [.. replaced], null);
        }

        private SchedulePlan Finish(Started? started, DateTimeOffset next, int missed, DateTimeOffset? wake)
        {
            var succeeded = History(ApplicationStates.Completed, _spec.SuccessfulRunHistoryLimit);
            var failed = History(ApplicationStates.Failed, _spec.FailedRunHistoryLimit);
            var total = (int)Math.Min((long)(_before.Hearth?.Missed ?? 0) + missed, int.MaxValue);
            return new SchedulePlan
            {
                Start = runs.Any(run => run.Name == started?.Name) ? null : started?.Name,
                Replace = started?.Replaced ?? [],
                Prune = [.. succeeded.Gone.Concat(failed.Gone).Where(run => !run.Deleting).Select(run => run.Name)],
                Missed = missed,
                Hold = started?.Hold,
                WakeAt = _spec.Suspend == true ? null : wake,
                Status = _before with
                {
                    ScheduleState = IsNotPlanned ? null : "Scheduled",
                    Reason = null,
                    ObservedGeneration = scheduled.Metadata.Generation,
                    NextRun = IsNotPlanned ? null : next,
                    LastRun = started?.Name is null ? _before.LastRun : now,
                    LastRunName = started?.Name ?? _before.LastRunName,
                    PastSuccessfulRunNames = Names(succeeded.Kept, _before.PastSuccessfulRunNames),
                    PastFailedRunNames = Names(failed.Kept, _before.PastFailedRunNames),
                    Hearth = (_before.Hearth ?? new ScheduleStatus()) with
                    {
                        Schedule = _key,
                        RunNow = started?.Name is null ? _before.Hearth?.RunNow : _spec.Hearth?.RunNow ?? _before.Hearth?.RunNow,
                        Missed = total == 0 ? null : total,
                    },
                },
            };
        }

        /// <summary>What was planned, unless nothing was or the schedule is another since: then the first time from now.</summary>
        private DateTimeOffset NextRun() =>
            _before.NextRun is { } planned && (_before.Hearth?.Schedule ?? _key) == _key ? planned : After(now);

        private DateTimeOffset After(DateTimeOffset time) => _schedule.Next(time) ?? DateTimeOffset.MaxValue;

        private (List<ScheduledRun> Kept, List<ScheduledRun> Gone) History(string state, int? limit)
        {
            var newestFirst = runs.Where(run => run.State == state)
                .OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Name, StringComparer.Ordinal).ToList();
            var kept = Math.Min(limit ?? 1, newestFirst.Count);
            return (newestFirst[..kept], newestFirst[kept..]);
        }

        /// <summary>The list that was there where it says the same, so that an unchanged status is equal.</summary>
        private static IReadOnlyList<string>? Names(List<ScheduledRun> kept, IReadOnlyList<string>? before)
        {
            var names = kept.ConvertAll(run => run.Name);
            return names.SequenceEqual(before ?? []) ? before : names;
        }

        private static TimeSpan? ParseDeadline(string text, List<string> errors)
        {
            if (GoDuration.TryParse(text, out var nanoseconds, out var error) && nanoseconds > 0)
                return TimeSpan.FromTicks(nanoseconds / 100);
            errors.Add("hearth.startingDeadline " + (error ?? $"\"{text}\" must be longer than 0"));
            return null;
        }
    }
}
