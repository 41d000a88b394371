namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>A refusal that real servers write as text, before they know what the client reads.</summary>
internal sealed class PlainAnswerException(int code, string text) : Exception(text)
{
    public int Code { get; } = code;
}
