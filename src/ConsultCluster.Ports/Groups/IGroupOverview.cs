namespace ConsultCluster.Ports.Groups;

/// <summary>What an engine holds in the memory of this process, for those who operate it.</summary>
public interface IGroupOverview
{
    /// <summary>Looks without waking a group or keeping one awake.</summary>
    /// <param name="most">Groups in the answer at most: those with the most members.</param>
    Task<GroupOverview> LookAsync(int most);
}
