namespace ConsultCluster.Domain.Groups;

/// <summary>A person's role in one consultation.</summary>
public enum GroupRole
{
    /// <summary>The treating doctor who requested the consultation (申请医生).</summary>
    Applicant,

    /// <summary>The consulted specialist (专家).</summary>
    Expert,

    /// <summary>Arranges and moderates (调度员).</summary>
    Coordinator,

    /// <summary>Patient or family, by link.</summary>
    Patient,

    /// <summary>Interpreter, by link or account.</summary>
    Interpreter,

    /// <summary>Receives media, does not publish.</summary>
    Observer,

    /// <summary>A machine: encoder, camera, player, ambulance box.</summary>
    Device,
}
