using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Api;

/// <summary>Finds the consultation that a request names, for the account that asks.</summary>
internal sealed class ConsultationLookup(IGroupStore store, IConsultationGroups groups)
{
    private static readonly Refusal Unknown = new(RefusalCodes.GroupUnknown, "There is no such consultation.");
    private static readonly Refusal NotAllowed = new(RefusalCodes.PermissionMissing, "Your account does not allow this here.");

    /// <summary>Refuses with <c>group.unknown</c> what does not exist or must not be seen.</summary>
    public async Task<Outcome<OpenedConsultation>> OpenAsync(string groupId, HttpContext context)
    {
        if (!GroupId.TryParse(groupId, out var id) || await store.FindAsync(id) is not { } record)
        {
            return Unknown;
        }

        var account = context.Staff();
        var access = ConsultationAccess.Of(account, record.Request);
        return access.Sees
            ? new OpenedConsultation(groups.Get(id), record, access, account, new Actor(account.Id, access.Permissions, context.Address(), Session: context.StaffSession().Id))
            : Unknown;
    }

    /// <summary>The same, and refuses with <c>permission.missing</c> an account that lacks the permission.</summary>
    public async Task<Outcome<OpenedConsultation>> OpenAsync(string groupId, Permissions needed, HttpContext context)
    {
        var opened = await OpenAsync(groupId, context);
        return opened.Succeeded && !opened.Value.Access.May(needed) ? NotAllowed : opened;
    }
}
