namespace ConsultCluster.Domain.Nodes;

/// <summary>Limits of enrolment.</summary>
/// <param name="KeyLimit">Nodes that may enrol themselves with one node key within <see cref="KeyWindow"/>; 0 for none.</param>
/// <param name="MaxWaiting">Nodes that may wait for an administrator; 0 for none.</param>
public sealed record EnrolmentRules(int KeyLimit, int MaxWaiting)
{
    /// <summary>Nodes of one network that may wait, so that no network fills the list for others.</summary>
    public const int MaxWaitingPerNetwork = 4;

    /// <summary>Enrolled and revoked nodes at most.</summary>
    public const int MaxNodes = 4096;

    /// <summary>Unused codes at most.</summary>
    public const int MaxCodes = 64;

    /// <summary>A node that has not asked for so long waits no more.</summary>
    public static readonly TimeSpan WaitingExpiry = TimeSpan.FromMinutes(15);

    /// <summary>In which a node key enrols a limited number of nodes: pods get a new identity with each update.</summary>
    public static readonly TimeSpan KeyWindow = TimeSpan.FromDays(1);

    /// <summary>A node that a node key enrolled and that was not there for so long is forgotten; until then its name is nobody else's.</summary>
    public static readonly TimeSpan KeyExpiry = TimeSpan.FromDays(7);

    /// <summary>Between two records that such a node is there.</summary>
    public static readonly TimeSpan SeenResolution = TimeSpan.FromHours(12);

    /// <summary>Between two records that a node still waits: nodes ask every few seconds.</summary>
    public static readonly TimeSpan AskedResolution = TimeSpan.FromMinutes(1);
}
