namespace ConsultCluster.Contracts.Hub;

/// <summary>An answer, whatever its value.</summary>
public interface IReply
{
    /// <summary>Null when it was done.</summary>
    ErrorDto? Error { get; }
}
