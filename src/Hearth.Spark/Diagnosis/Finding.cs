namespace Hearth.Spark.Diagnosis;

/// <summary>One cause that the evidence proves.</summary>
public sealed record Finding
{
    /// <summary>Short name of the signature, for example <c>missing-service-account</c>; stable, fit for labels and documentation.</summary>
    public required string Signature { get; init; }

    /// <summary>What went wrong, in one sentence.</summary>
    public required string Cause { get; init; }

    /// <summary>The line or field that proves it, at most 400 characters, with secrets masked.</summary>
    public required string Evidence { get; init; }

    /// <summary>The one change to make.</summary>
    public required string Fix { get; init; }

    /// <summary>Whether running again without a change can help.</summary>
    public required bool Retryable { get; init; }

    /// <summary>Who has to act, and which budget of retries it counts against.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>How near to the root the signature is; the highest leads.</summary>
    public required SignatureRank Rank { get; init; }
}

/// <summary>Where a failure comes from.</summary>
public enum FailureKind
{
    /// <summary>The program: its code, its memory, its data.</summary>
    Application,

    /// <summary>The manifest, the image, permissions, credentials.</summary>
    Setup,

    /// <summary>Nodes, network, quota, the API server: what may be otherwise in a minute.</summary>
    Infrastructure,
}

/// <summary>How much a signature says, lowest first.</summary>
public enum SignatureRank
{
    /// <summary>An exit code or an exception without a known cause.</summary>
    Fallback,

    /// <summary>What follows from another failure: look for that first.</summary>
    Symptom,

    /// <summary>A cause, though another may lie behind it.</summary>
    Cause,

    /// <summary>The cause, in words that mean nothing else.</summary>
    Root,
}
