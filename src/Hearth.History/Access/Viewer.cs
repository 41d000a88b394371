using Hearth.History.Rest;
using Hearth.History.Sources;

namespace Hearth.History.Access;

/// <summary>One request's right to look into applications.</summary>
internal sealed record Viewer(ViewAcls? Acls, HistoryUser? User)
{
    /// <summary>Sees everything.</summary>
    public static Viewer Anyone { get; } = new(null, null);

    /// <summary>Whether an application must be known before it may be shown.</summary>
    public bool IsRestricted => Acls is { AreOn: true } && User is not null;

    /// <exception cref="RestException">403: this user may not.</exception>
    public void Check(LoadedApplication application)
    {
        if (!IsRestricted)
            return;
        application.Read(app =>
        {
            Acls!.Check(app, User);
            return true;
        });
    }
}
