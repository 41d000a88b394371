using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Arithmetic, comparison, membership, indexes. And, or and the condition are no functions: they need not look at all arguments.</summary>
internal static class CelOperators
{
    private static readonly CelKind[] s_numbers = [Int, Uint, CelKind.Double];

    public static IEnumerable<CelOverload> All =>
    [
        Function("!_", [Bool], Bool, a => !(bool)a[0]!),
        Function("-_", [Int], Int, a => Whole(() => checked(-(long)a[0]!))),
        Function("-_", [CelKind.Double], CelKind.Double, a => -(double)a[0]!),
        Typed("_==_", false, [Dyn, Dyn], _ => CelType.Of(Bool), (evaluation, a) => CanAfford(evaluation, a) ? CelEquality.AreEqual(a[0], a[1]) : CelEvaluation.OutOfBudget),
        Typed("_!=_", false, [Dyn, Dyn], _ => CelType.Of(Bool), (evaluation, a) => CanAfford(evaluation, a) ? !CelEquality.AreEqual(a[0], a[1]) : CelEvaluation.OutOfBudget),

        Function("_+_", [Int, Int], Int, a => Whole(() => checked((long)a[0]! + (long)a[1]!))),
        Function("_-_", [Int, Int], Int, a => Whole(() => checked((long)a[0]! - (long)a[1]!))),
        Function("_*_", [Int, Int], Int, a => Whole(() => checked((long)a[0]! * (long)a[1]!))),
        Function("_/_", [Int, Int], Int, a => (long)a[1]! == 0 ? new CelError("division by zero") : Whole(() => checked((long)a[0]! / (long)a[1]!))),
        Function("_%_", [Int, Int], Int, a => (long)a[1]! == 0 ? new CelError("modulus by zero") : (long)a[1]! == -1 ? 0L : (long)a[0]! % (long)a[1]!),
        Function("_+_", [Uint, Uint], Uint, a => Unsigned(() => checked((ulong)a[0]! + (ulong)a[1]!))),
        Function("_-_", [Uint, Uint], Uint, a => Unsigned(() => checked((ulong)a[0]! - (ulong)a[1]!))),
        Function("_*_", [Uint, Uint], Uint, a => Unsigned(() => checked((ulong)a[0]! * (ulong)a[1]!))),
        Function("_/_", [Uint, Uint], Uint, a => (ulong)a[1]! == 0 ? new CelError("division by zero") : (ulong)a[0]! / (ulong)a[1]!),
        Function("_%_", [Uint, Uint], Uint, a => (ulong)a[1]! == 0 ? new CelError("modulus by zero") : (ulong)a[0]! % (ulong)a[1]!),
        Function("_+_", [CelKind.Double, CelKind.Double], CelKind.Double, a => (double)a[0]! + (double)a[1]!),
        Function("_-_", [CelKind.Double, CelKind.Double], CelKind.Double, a => (double)a[0]! - (double)a[1]!),
        Function("_*_", [CelKind.Double, CelKind.Double], CelKind.Double, a => (double)a[0]! * (double)a[1]!),
        Function("_/_", [CelKind.Double, CelKind.Double], CelKind.Double, a => (double)a[0]! / (double)a[1]!),

        Function("_+_", [CelKind.String, CelKind.String], CelKind.String, a => (string)a[0]! + (string)a[1]!),
        Function("_+_", [Bytes, Bytes], Bytes, a => ((byte[])a[0]!).Concat((byte[])a[1]!).ToArray()),
        Typed("_+_", false, [CelKind.List, CelKind.List], types => types[0].Kind == CelKind.List ? types[0] : types[1], (_, a) => Concat((CelList)a[0]!, (CelList)a[1]!)),
        Function("_+_", [Timestamp, Duration], Timestamp, a => Time(() => (DateTimeOffset)a[0]! + (TimeSpan)a[1]!)),
        Function("_+_", [Duration, Timestamp], Timestamp, a => Time(() => (DateTimeOffset)a[1]! + (TimeSpan)a[0]!)),
        Function("_-_", [Timestamp, Duration], Timestamp, a => Time(() => (DateTimeOffset)a[0]! - (TimeSpan)a[1]!)),
        Function("_-_", [Timestamp, Timestamp], Duration, a => (DateTimeOffset)a[0]! - (DateTimeOffset)a[1]!),
        Function("_+_", [Duration, Duration], Duration, a => (TimeSpan)a[0]! + (TimeSpan)a[1]!),
        Function("_-_", [Duration, Duration], Duration, a => (TimeSpan)a[0]! - (TimeSpan)a[1]!),

        Typed("_[_]", false, [Dyn, Dyn], ElementType, (_, a) => CelAccess.Index(a[0], a[1])),
        Typed("_[?_]", false, [Dyn, Dyn], OptionalElementType, (_, a) => CelAccess.Optional(CelAccess.Index(a[0], a[1]))),
        Typed("@in", false, [Dyn, CelKind.List], _ => CelType.Of(Bool), (_, a) => ((CelList)a[1]!).Items.Any(item => CelEquality.AreEqual(item, a[0]))),
        Typed("@in", false, [Dyn, CelKind.Map], _ => CelType.Of(Bool), (_, a) => a[0] is { } key && ((CelMap)a[1]!).Has(key)),
        .. Comparisons("_<_", order => order < 0),
        .. Comparisons("_<=_", order => order <= 0),
        .. Comparisons("_>_", order => order > 0),
        .. Comparisons("_>=_", order => order >= 0),
    ];

    private static IEnumerable<CelOverload> Comparisons(string name, Func<int, bool> holds)
    {
        foreach (var left in s_numbers)
        {
            foreach (var right in s_numbers)
                yield return Function(name, [left, right], Bool, a => CelNumbers.Compare(a[0]!, a[1]!) is { } order && holds(order));
        }

        yield return Function(name, [Bool, Bool], Bool, a => holds(((bool)a[0]!).CompareTo((bool)a[1]!)));
        yield return Function(name, [CelKind.String, CelKind.String], Bool, a => holds(string.CompareOrdinal((string)a[0]!, (string)a[1]!)));
        yield return Function(name, [Bytes, Bytes], Bool, a => holds(((byte[])a[0]!).AsSpan().SequenceCompareTo((byte[])a[1]!)));
        yield return Function(name, [Timestamp, Timestamp], Bool, a => holds(((DateTimeOffset)a[0]!).CompareTo((DateTimeOffset)a[1]!)));
        yield return Function(name, [Duration, Duration], Bool, a => holds(((TimeSpan)a[0]!).CompareTo((TimeSpan)a[1]!)));
    }

    /// <summary>Sets are compared each item with each, and cost so much.</summary>
    private static bool CanAfford(CelEvaluation evaluation, object?[] operands) =>
        operands[0] is not CelList left || operands[1] is not CelList right || (!left.IsSet && left.Keys.Count == 0)
        || evaluation.Charge((long)left.Items.Count * right.Items.Count);

    private static CelType OptionalElementType(IReadOnlyList<CelType> types) => types[0].Kind is Dyn or Optional ? ElementType(types) : CelType.OptionalOf(ElementType(types));

    private static CelType ElementType(IReadOnlyList<CelType> types) => types[0].Kind switch
    {
        CelKind.List or CelKind.Map => types[0].Element!,
        Optional when types[0].Element is { Kind: CelKind.List or CelKind.Map } inner => CelType.OptionalOf(inner.Element!),
        _ => CelType.Dyn,
    };

    /// <summary>Of sets the union; of keyed lists those of the right replace their like; else one after the other.</summary>
    private static CelList Concat(CelList left, CelList right)
    {
        if (left.IsSet)
            return new CelList([.. left.Items, .. right.Items.Where(item => !left.Items.Any(other => CelEquality.AreEqual(item, other)))], left.Type);
        if (left.Keys.Count == 0)
            return new CelList([.. left.Items, .. right.Items], left.Type);
        var kept = left.Items.Select(item => right.Items.FirstOrDefault(other => CelEquality.HaveEqualKeys(item, other, left.Keys)) ?? item);
        var added = right.Items.Where(item => !left.Items.Any(other => CelEquality.HaveEqualKeys(item, other, left.Keys)));
        return new CelList([.. kept, .. added], left.Type);
    }

    private static object Whole(Func<long> compute) => Guard(() => compute(), "integer overflow");

    private static object Unsigned(Func<ulong> compute) => Guard(() => compute(), "unsigned integer overflow");

    private static object Time(Func<DateTimeOffset> compute) => Guard(() => compute(), "timestamp overflow");

    private static object Guard(Func<object> compute, string message)
    {
        try
        {
            return compute();
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return new CelError(message);
        }
    }
}
