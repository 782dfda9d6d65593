using System.Text;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>
/// A small, slow picture for Chromium's camera, so that six browsers with two pictures each fit on two cores: YUV4MPEG2 with a bar that moves.
/// </summary>
internal static class SmallCamera
{
    private const int Width = 160;
    private const int Height = 120;
    private const int FramesPerSecond = 15;
    private const int Frames = 32;
    private const byte Grey = 128;

    private static readonly Lazy<string> File = new(Write);

    /// <summary>Between two frames.</summary>
    public static TimeSpan FrameInterval { get; } = TimeSpan.FromSeconds(1.0 / FramesPerSecond);

    /// <summary>The file; made once.</summary>
    public static string Path => File.Value;

    private static string Write()
    {
        var path = System.IO.Path.Combine(SourceTree.Artifacts("camera"), "small.y4m");
        using var file = System.IO.File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F{FramesPerSecond}:1 Ip A1:1 C420\n"));
        var luma = new byte[Width * Height];
        var chroma = new byte[Width * Height / 2];
        Array.Fill(chroma, Grey);
        for (var frame = 0; frame < Frames; frame++)
        {
            for (var i = 0; i < luma.Length; i++)
            {
                luma[i] = (byte)((i % Width) / (Width / Frames) == frame ? 235 : 16 + (i / Width));
            }

            file.Write("FRAME\n"u8);
            file.Write(luma);
            file.Write(chroma);
        }

        return path;
    }
}
