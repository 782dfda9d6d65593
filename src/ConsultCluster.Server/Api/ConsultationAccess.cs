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
    private const Permissions Talks = Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen | Permissions.Chat;
    private const Permissions Leads = Talks | Permissions.Moderate | Permissions.Close;

    public static ConsultationAccess Of(StaffAccount account, ConsultationRequest request) => account.Role switch
    {
        StaffRole.Applicant when account.Id == request.Applicant => new(true, true, GroupRole.Applicant, Leads),
        StaffRole.Expert => new(true, true, GroupRole.Expert, Talks),
        StaffRole.Coordinator => new(true, true, GroupRole.Coordinator, Leads),
        StaffRole.Administrator => new(true, false, null, Permissions.Moderate | Permissions.Close),
        _ => default,
    };

    public bool May(Permissions permission) => Permissions.HasFlag(permission);
}
