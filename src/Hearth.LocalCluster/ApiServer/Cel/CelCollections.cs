using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Functions on lists, maps and sets.</summary>
internal static class CelCollections
{
    public static IEnumerable<CelOverload> All =>
    [
        Function("size", [CelKind.List], Int, a => (long)Items(a[0]).Count),
        Method("size", [CelKind.List], Int, a => (long)Items(a[0]).Count),
        Function("size", [CelKind.Map], Int, a => (long)((CelMap)a[0]!).Entries.Count),
        Method("size", [CelKind.Map], Int, a => (long)((CelMap)a[0]!).Entries.Count),
        Method("isSorted", [CelKind.List], Bool, a => Items(a[0]).Zip(Items(a[0]).Skip(1)).All(pair => Compare(pair.First, pair.Second) <= 0)),
        Method("sum", [CelKind.List], Dyn, a => Sum(Items(a[0]))) with { Result = types => types[0].Element ?? CelType.Dyn },
        Method("min", [CelKind.List], Dyn, a => Extreme(Items(a[0]), -1, "min")) with { Result = types => types[0].Element ?? CelType.Dyn },
        Method("max", [CelKind.List], Dyn, a => Extreme(Items(a[0]), 1, "max")) with { Result = types => types[0].Element ?? CelType.Dyn },
        Method("indexOf", [CelKind.List, Dyn], Int, a => (long)IndexOf(Items(a[0]), a[1])),
        Method("lastIndexOf", [CelKind.List, Dyn], Int, a => Items(a[0]).Count - 1L - IndexOf([.. Items(a[0]).Reverse()], a[1]) is var at && at == Items(a[0]).Count ? -1L : at),
        Method("first", [CelKind.List], Optional, a => Items(a[0]) is { Count: > 0 } items ? CelOptional.Some(items[0]) : CelOptional.None) with { Result = types => CelType.OptionalOf(types[0].Element ?? CelType.Dyn) },
        Method("last", [CelKind.List], Optional, a => Items(a[0]) is { Count: > 0 } items ? CelOptional.Some(items[^1]) : CelOptional.None) with { Result = types => CelType.OptionalOf(types[0].Element ?? CelType.Dyn) },
        Typed("sets.contains", false, [CelKind.List, CelKind.List], _ => CelType.Of(Bool), (e, a) => Sets(e, a, (left, right) => Contains(left, right))),
        Typed("sets.intersects", false, [CelKind.List, CelKind.List], _ => CelType.Of(Bool), (e, a) => Sets(e, a, (left, right) => left.Any(item => IndexOf(right, item) >= 0))),
        Typed("sets.equivalent", false, [CelKind.List, CelKind.List], _ => CelType.Of(Bool), (e, a) => Sets(e, a, (left, right) => Contains(left, right) && Contains(right, left))),
    ];

    private static IReadOnlyList<object?> Items(object? list) => ((CelList)list!).Items;

    private static bool Contains(IReadOnlyList<object?> left, IReadOnlyList<object?> right) => right.All(item => IndexOf(left, item) >= 0);

    private static int IndexOf(IReadOnlyList<object?> items, object? wanted)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (CelEquality.AreEqual(items[i], wanted))
                return i;
        }

        return -1;
    }

    private static object? Sets(CelEvaluation evaluation, object?[] arguments, Func<IReadOnlyList<object?>, IReadOnlyList<object?>, bool> relation)
    {
        var (left, right) = (Items(arguments[0]), Items(arguments[1]));
        return evaluation.Charge((long)left.Count * right.Count) ? relation(left, right) : CelEvaluation.OutOfBudget;
    }

    /// <exception cref="FormatException">The two cannot be ordered.</exception>
    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (long or ulong or double, long or ulong or double) => CelNumbers.Compare(left, right) ?? 0,
        (string a, string b) => string.CompareOrdinal(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (bool or DateTimeOffset or TimeSpan, IComparable b) when left.GetType() == right.GetType() => -b.CompareTo(left),
        _ => throw new FormatException("no such overload"),
    };

    private static object? Extreme(IReadOnlyList<object?> items, int sign, string name)
    {
        if (items.Count == 0)
            return new CelError($"{name} called on empty list");
        var best = items[0];
        foreach (var item in items.Skip(1))
            best = Math.Sign(Compare(item, best)) == sign ? item : best;
        return best;
    }

    private static object Sum(IReadOnlyList<object?> items)
    {
        object? sum = (items.Count > 0 ? items[0] : null) switch { ulong => 0UL, double => 0.0, TimeSpan => TimeSpan.Zero, _ => 0L };
        foreach (var item in items)
        {
            sum = (sum, item) switch
            {
                (long a, long b) => checked(a + b),
                (ulong a, ulong b) => checked(a + b),
                (double a, double b) => a + b,
                (TimeSpan a, TimeSpan b) => a + b,
                _ => CelError.NoOverload,
            };
            if (sum is CelError)
                break;
        }

        return sum;
    }
}
