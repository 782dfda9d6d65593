using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>The groups of a test.</summary>
internal sealed class FakeGroups(params FakeGroup[] groups) : IConsultationGroups
{
    public IConsultationGroup Get(GroupId group) => groups.Single(one => one.Id == group);
}
