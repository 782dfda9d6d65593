namespace ConsultCluster.Domain.Quality;

/// <summary>Quality of one direction; the numbers are the wire values.</summary>
public enum QualityGrade
{
    /// <summary>Not measured yet.</summary>
    Unknown = 0,

    /// <summary>Like a conversation in one room.</summary>
    Excellent = 1,

    /// <summary>Good.</summary>
    Good = 2,

    /// <summary>Impaired, still comfortable.</summary>
    Poor = 3,

    /// <summary>Hard to follow.</summary>
    Bad = 4,

    /// <summary>Hardly usable.</summary>
    VeryBad = 5,

    /// <summary>Nothing arrives.</summary>
    Disconnected = 6,
}
