using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Api;

/// <summary>
/// What an account may do with one consultation. Applicants have their own ones; experts and coordinators have all;
/// administrators keep the installation and so see and may end everything, but neither enter nor see the patient.
/// </summary>
/// <param name="Sees">False hides that the consultation exists.</param>
/// <param name="SeesPatient">Patient and complaint.</param>
/// <param name="Role">Role inside; null may not enter.</param>
/// <param name="Permissions">Inside, and as the giver of orders.</param>
internal readonly record struct ConsultationAccess(bool Sees, bool SeesPatient, GroupRole? Role, Permissions Permissions)
{
    /// <summary>Who may enter sees the patient; the group itself decides by the same rights, at the moment of each command.</summary>
    public static ConsultationAccess Of(StaffAccount account, ConsultationRequest request)
    {
        var rights = AccountRights.Of(account.Role, account.Id, request);
        return new(rights.Permissions != Permissions.None, rights.Role is not null, rights.Role, rights.Permissions);
    }

    public bool May(Permissions permission) => Permissions.HasFlag(permission);
}
