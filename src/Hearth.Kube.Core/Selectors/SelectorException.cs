namespace Hearth.Kube.Core.Selectors;

/// <summary>A text or object is no selector. The message says which part and what was expected.</summary>
public sealed class SelectorException(string message) : Exception(message);
