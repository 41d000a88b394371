using System.Globalization;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Controllers;

internal sealed record RecordedEvent(ObjectReference About, string Type, string Reason, string Message, DateTimeOffset At);

/// <summary>The event that a recording becomes: a new one (count 1) or the next count of one that exists.</summary>
internal sealed record EventSeries(string Name, ObjectReference About, string Type, string Reason, string Message, int Count, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Decides what becomes of a recording, by the rules of client-go's <c>EventCorrelator</c>: count, combine, cut back.</summary>
internal sealed class EventCorrelator
{
    private const int Remembered = 4096;

    /// <summary>So many events of one object pass at once; then one each five minutes.</summary>
    private const int Burst = 25;

    /// <summary>So many events that differ in their message alone stay apart; then they are combined.</summary>
    private const int Similar = 10;
    private const string Combined = "(combined from similar events): ";
    private static readonly TimeSpan s_refill = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_similarWithin = TimeSpan.FromMinutes(10);
    private readonly RecentMap<Subject, Bucket> _buckets = new(Remembered);
    private readonly RecentMap<Group, Messages> _groups = new(Remembered);
    private readonly RecentMap<(Group Group, string Message), EventSeries> _series = new(Remembered);
    private long _sequence;

    private readonly record struct Subject(string? Kind, string? Namespace, string? Name, string? Uid);

    private readonly record struct Group(Subject About, string Type, string Reason);

    private sealed record Bucket(double Tokens, DateTimeOffset At);

    private sealed record Messages(HashSet<string> Texts, DateTimeOffset Last);

    /// <summary>Null: one too many.</summary>
    public EventSeries? Correlate(RecordedEvent e)
    {
        var subject = new Subject(e.About.Kind, e.About.Namespace, e.About.Name, e.About.Uid);
        var group = new Group(subject, e.Type, e.Reason);
        var isCombined = IsOneOfMany(group, e);
        var series = Count(group, isCombined ? "" : e.Message, e with { Message = isCombined ? Combined + e.Message : e.Message });
        return Passes(subject, e.At) ? series : null;
    }

    private bool IsOneOfMany(Group group, RecordedEvent e)
    {
        var known = _groups.TryGet(group, out var messages) && e.At - messages.Last <= s_similarWithin ? messages : new([], e.At);
        known.Texts.Add(e.Message);
        _groups.Set(group, known with { Last = e.At });
        var isMany = known.Texts.Count >= Similar;
        if (isMany)
            known.Texts.Remove(known.Texts.First());
        return isMany;
    }

    private EventSeries Count(Group group, string key, RecordedEvent e)
    {
        var series = _series.TryGet((group, key), out var known)
            ? known with { Count = known.Count + 1, Last = e.At, Message = e.Message }
            : new(NameOf(e), e.About, e.Type, e.Reason, e.Message, 1, e.At, e.At);
        _series.Set((group, key), series);
        return series;
    }

    private bool Passes(Subject subject, DateTimeOffset now)
    {
        var bucket = _buckets.TryGet(subject, out var known) ? known : new(Burst, now);
        var tokens = Math.Min(Burst, bucket.Tokens + ((now - bucket.At) / s_refill));
        var passes = tokens >= 1;
        _buckets.Set(subject, new(passes ? tokens - 1 : tokens, now));
        return passes;
    }

    // client-go's form: the object's name and the time in nanoseconds, in hexadecimal.
    private string NameOf(RecordedEvent e)
    {
        var name = e.About.Name is { Length: > 0 } own ? own : "unnamed";
        var stamp = ((e.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100) + _sequence++ % 100;
        return string.Create(CultureInfo.InvariantCulture, $"{(name.Length > 236 ? name[..236] : name)}.{stamp:x}");
    }
}
