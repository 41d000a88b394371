using System.Numerics;
using System.Text.Json.Serialization;

namespace Hearth.Kube.Core.Quantities;

/// <summary>
/// An amount as a user wrote it (<c>resource.Quantity</c>): <c>500m</c>, <c>1408Mi</c>, <c>1e3</c>. The text is kept as it is, so that
/// an object can be written back unchanged; equality is that of texts, <see cref="CompareTo"/> that of values. Values are exact to
/// 10^-9, rounded away from zero, as Kubernetes has it.
/// </summary>
[JsonConverter(typeof(QuantityConverter))]
public readonly record struct Quantity(string Text) : IComparable<Quantity>
{
    public static Quantity Zero { get; } = new("0");

    /// <summary>Whether the text is a quantity by Kubernetes' grammar.</summary>
    public bool IsValid => TryGetAmount(out _);

    public static implicit operator Quantity(string text) => new(text);

    public static Quantity operator +(Quantity left, Quantity right) => (left.Amount() + right.Amount()).ToQuantity();

    public static Quantity operator -(Quantity left, Quantity right) => (left.Amount() + -right.Amount()).ToQuantity();

    public static Quantity operator -(Quantity quantity) => (-quantity.Amount()).ToQuantity();

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    public static Quantity FromString(string text) => new(text);

    public static Quantity Add(Quantity left, Quantity right) => left + right;

    public static Quantity Subtract(Quantity left, Quantity right) => left - right;

    public static Quantity Negate(Quantity quantity) => -quantity;

    /// <summary>So many bytes (or pieces) in canonical form; in binary 1073741824 is <c>1Gi</c>.</summary>
    public static Quantity FromWhole(long value, QuantityFormat format) =>
        new QuantityAmount(new BigInteger(value) * QuantityAmount.One, format).ToQuantity();

    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text)
    {
        var quantity = new Quantity(text);
        quantity.Amount();
        return quantity;
    }

    /// <summary>The value in whole units (bytes, cores, pieces), rounded up; 0 where the text is no quantity.</summary>
    public long RoundedUp() => TryGetAmount(out var amount) ? amount.Ceiling(QuantityAmount.One) : 0;

    /// <summary>The value in thousandths, rounded up (CPU: 1000 = one core); 0 where the text is no quantity.</summary>
    public long Milli() => TryGetAmount(out var amount) ? amount.Ceiling(QuantityAmount.One / 1000) : 0;

    /// <summary>False where the text is not a quantity by Kubernetes' grammar, or is beyond 10^19.</summary>
    public bool TryGetValue(out decimal value)
    {
        value = 0;
        return TryGetAmount(out var amount) && amount.TryGetDecimal(out value);
    }

    /// <summary>Compares values: <c>1</c> and <c>1000m</c> are the same. What is no quantity counts as 0.</summary>
    public int CompareTo(Quantity other)
    {
        TryGetAmount(out var mine);
        other.TryGetAmount(out var theirs);
        return mine.Nano.CompareTo(theirs.Nano);
    }

    /// <summary>
    /// The form that the API server prints after arithmetic: no fraction, the largest suffix that keeps the value whole, of the family
    /// (binary, decimal, exponent) that the text is written in.
    /// </summary>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public Quantity Canonical() => Amount().ToQuantity();

    public override string ToString() => Text ?? "";

    internal bool TryGetAmount(out QuantityAmount amount) => QuantityAmount.TryParse(Text, out amount);

    private QuantityAmount Amount() => TryGetAmount(out var amount)
        ? amount
        : throw new FormatException($"\"{Text}\" is no quantity: a number with one of the suffixes n u m k M G T P E Ki Mi Gi Ti Pi Ei, or with an exponent, was expected.");
}
