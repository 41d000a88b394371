using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Access;

/// <summary>
/// Who may look into which application, by the rules of Spark's history server: its owner, those that it names in <c>spark.ui.view.acls</c>
/// and <c>spark.admin.acls</c> (and their groups), and the server's own admins. The list of applications is open to all who are let in.
/// </summary>
internal sealed class ViewAcls(HistoryOptions options)
{
    public bool AreOn => options.AclsEnabled;

    /// <exception cref="RestException">403: this user may not. Nobody is asked for where users have no names.</exception>
    public void Check(Application application, HistoryUser? user)
    {
        if (options.AclsEnabled && user is not null && !Allows(application, user))
            throw new RestException(403, $"user \"{user.Name}\" is not authorized");
    }

    private bool Allows(Application application, HistoryUser user)
    {
        var users = Names(application, "spark.ui.view.acls").Concat(Names(application, "spark.admin.acls")).Concat(options.AdminUsers).Append(application.User);
        var groups = Names(application, "spark.ui.view.acls.groups").Concat(Names(application, "spark.admin.acls.groups")).Concat(options.AdminGroups);
        return users.Any(name => name == "*" || name == user.Name) || groups.Any(group => group == "*" || user.Groups.Contains(group, StringComparer.Ordinal));
    }

    private static string[] Names(Application application, string key) =>
        application.Environment.Spark(key)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
