namespace Hearth.Kube.Controllers;

/// <summary>What a look at a key ends with.</summary>
public readonly record struct ReconcileResult
{
    private ReconcileResult(TimeSpan? after) => After = after;

    /// <summary>Look again after this time, whatever happens; null: only when something changes.</summary>
    public TimeSpan? After { get; }

    public static ReconcileResult Done => default;

    public static ReconcileResult Again(TimeSpan after) => new(after);
}
