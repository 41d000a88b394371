namespace Hearth.Kube.Core.Patching;

/// <summary>A patch that cannot be read or applied; the message is the one a Kubernetes API server gives.</summary>
public sealed class PatchException(string message, bool isMalformed = true) : Exception(message)
{
    /// <summary>True where the patch itself is wrong (400), false where it does not fit the object (422).</summary>
    public bool IsMalformed { get; } = isMalformed;
}
