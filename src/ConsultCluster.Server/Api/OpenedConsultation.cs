using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Api;

/// <summary>A consultation that an account may see.</summary>
internal sealed record OpenedConsultation(
    IConsultationGroup Group,
    ConsultationRecord Record,
    ConsultationAccess Access,
    StaffAccount Account,
    Actor Actor);
