namespace ConsultCluster.EndToEnd.Harness;

/// <summary>What a browser finds when the page asks for camera and microphone.</summary>
public enum CameraState
{
    /// <summary>Fake ones that work, 1280 x 720 with 10 pictures/s, and a person who allows them.</summary>
    Working,

    /// <summary>As <see cref="Working"/>, with 30 pictures/s: three of these are about as much as two cores can encode and show.</summary>
    FullRate,

    /// <summary>As <see cref="Working"/>, with a picture that costs little to send and to show.</summary>
    Small,

    /// <summary>No camera at all.</summary>
    Missing,

    /// <summary>A person who does not allow them.</summary>
    Denied,
}
