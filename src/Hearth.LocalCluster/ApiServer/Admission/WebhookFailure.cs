namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>A webhook that could not be asked, or whose answer is none: its failure policy says what that means.</summary>
internal sealed class WebhookFailure(string message) : Exception(message);
