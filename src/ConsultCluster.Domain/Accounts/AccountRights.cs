using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Accounts;

/// <summary>
/// What an account may do in one consultation. Applicants lead their own ones; coordinators lead all; experts take part in all; administrators
/// revoke and close, and never enter.
/// </summary>
/// <param name="Role">Role inside; null may not enter.</param>
/// <param name="Permissions">Inside, and as the giver of orders.</param>
public readonly record struct AccountRights(GroupRole? Role, Permissions Permissions)
{
    private const Permissions Talks = Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen | Permissions.Chat;
    private const Permissions Leads = Talks | Permissions.Moderate | Permissions.Close;

    /// <summary>True when the account may hand out links: it moderates, and could enter itself.</summary>
    public bool MayInvite => Role is not null && Permissions.HasFlag(Permissions.Moderate);

    /// <summary>The rights of a role.</summary>
    public static AccountRights Of(StaffRole role, PersonId person, ConsultationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return role switch
        {
            StaffRole.Applicant when person == request.Applicant => new(GroupRole.Applicant, Leads),
            StaffRole.Expert => new(GroupRole.Expert, Talks),
            StaffRole.Coordinator => new(GroupRole.Coordinator, Leads),
            StaffRole.Administrator => new(null, Permissions.Moderate | Permissions.Close),
            _ => default,
        };
    }
}
