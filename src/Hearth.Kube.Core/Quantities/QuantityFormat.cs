namespace Hearth.Kube.Core.Quantities;

/// <summary>The family of suffixes that a quantity is written with.</summary>
public enum QuantityFormat
{
    /// <summary><c>500m</c>, <c>12</c>, <c>3k</c></summary>
    DecimalSI,

    /// <summary><c>512Mi</c></summary>
    BinarySI,

    /// <summary><c>12e6</c></summary>
    DecimalExponent,
}
