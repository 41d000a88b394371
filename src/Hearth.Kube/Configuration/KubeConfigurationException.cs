namespace Hearth.Kube.Configuration;

/// <summary>The configuration cannot be used. The message says what is wrong, where, and what to do.</summary>
public sealed class KubeConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
