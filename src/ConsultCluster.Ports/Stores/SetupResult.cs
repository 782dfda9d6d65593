namespace ConsultCluster.Ports.Stores;

/// <summary>What became of a setup code.</summary>
public enum SetupResult
{
    /// <summary>The administrator exists now.</summary>
    Done,

    /// <summary>Not the code that was printed.</summary>
    WrongCode,

    /// <summary>The code was used before.</summary>
    AlreadyUsed,

    /// <summary>The id or user name is taken.</summary>
    NameTaken,
}
