using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Groups;

/// <summary>Reaches any group, wherever it lives; asking creates nothing.</summary>
public interface IConsultationGroups
{
    /// <summary>The group of that id; whether it exists is said by its answers.</summary>
    IConsultationGroup Get(GroupId group);
}
