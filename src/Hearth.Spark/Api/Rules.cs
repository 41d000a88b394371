namespace Hearth.Spark.Api;

/// <summary>The field must be there (OpenAPI <c>required</c>). Reading never fails for its absence: validation tells.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequiredAttribute : Attribute;

/// <summary>The only values of a field (OpenAPI <c>enum</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values { get; } = values;
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class MinimumAttribute(long value) : Attribute
{
    public long Value { get; } = value;
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class MaximumAttribute(long value) : Attribute
{
    public long Value { get; } = value;
}

/// <summary>The value that the API server stores where none is given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DefaultAttribute(string value) : Attribute
{
    public string Value { get; } = value;

    /// <summary>The value is JSON, not text.</summary>
    public bool Json { get; init; }
}

/// <summary>An object whose fields the schema does not name (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AnyObjectAttribute : Attribute;

/// <summary>A null is stored as it is (OpenAPI <c>nullable</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NullableAttribute : Attribute;

/// <summary>A duration as Go writes it: <c>90s</c>, <c>1h30m</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : Attribute;

/// <summary>A list whose elements are told apart by one field (<c>x-kubernetes-list-type: map</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MapListAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
