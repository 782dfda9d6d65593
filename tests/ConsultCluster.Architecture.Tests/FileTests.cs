using System.Text.RegularExpressions;

namespace ConsultCluster.Architecture.Tests;

/// <summary>House rules about files that a compiler does not hold.</summary>
public sealed partial class FileTests
{
    /// <summary>Every project of this kind grew one god file; none of ours may start to.</summary>
    private const int MaxLines = 500;

    [Fact]
    public void SourceFiles_Length_IsAtMost500Lines()
    {
        var wrong = Sources(".cs", ".ts", ".tsx", ".css", ".sql", ".sh")
            .Select(path => (path, lines: Repository.Lines(path).Length))
            .Where(file => file.lines > MaxLines)
            .Select(file => $"{file.path}: {file.lines} lines");

        Assert.Empty(wrong);
    }

    /// <summary>These names say nothing about what the file does.</summary>
    [Fact]
    public void SourceFiles_Names_SayWhatTheyDo()
    {
        var wrong = Sources(".cs", ".ts", ".tsx").Where(path => EmptyName().IsMatch(Path.GetFileName(path)));

        Assert.Empty(wrong);
    }

    [Fact]
    public void SourceFiles_Text_IsInItsProjectsNamespaceAndFolder()
    {
        var wrong = Repository.Files("src", ".cs")
            .Where(path => Path.GetFileName(path) is not ("Program.cs" or "GlobalUsings.cs"))
            .Where(path => !Repository.Lines(path).Any(line => NamespaceLine().Match(line) is { Success: true } match
                && match.Groups["name"].Value.StartsWith(path.Split('/')[1], StringComparison.Ordinal)));

        Assert.Empty(wrong);
    }

    /// <summary>Logging is source-generated: the message templates and levels stand in one place per feature.</summary>
    [Fact]
    public void Logging_IsSourceGenerated()
    {
        Assert.Empty(LinesWith(Repository.Files("src", ".cs"), DirectLog()));
    }

    /// <summary>Tests wait on events and conditions with a deadline.</summary>
    [Fact]
    public void Tests_NeverSleep()
    {
        Assert.Empty(LinesWith(Repository.Files("tests", ".cs").Where(path => !path.EndsWith("FileTests.cs", StringComparison.Ordinal)), Sleep()));
    }

    /// <summary>A test that is switched off looks like one that passes.</summary>
    [Fact]
    public void Tests_AreNotSwitchedOff()
    {
        Assert.Empty(LinesWith(Repository.Files("tests", ".cs").Where(path => !path.EndsWith("FileTests.cs", StringComparison.Ordinal)), SwitchedOff()));
    }

    [Fact]
    public void TestNames_AreMethodConditionResult()
    {
        var wrong =
            from path in Repository.Files("tests", ".cs")
            let lines = Repository.Lines(path)
            from index in Enumerable.Range(0, lines.Length)
            where TestAttribute().IsMatch(lines[index])
            let method = lines.Skip(index + 1).Select(line => TestMethod().Match(line)).FirstOrDefault(match => match.Success)
            where method is not null && !method.Groups["name"].Value.Contains('_', StringComparison.Ordinal)
            select $"{path}: {method.Groups["name"].Value}";

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Sources(params string[] endings) =>
        Repository.Files("src", endings).Concat(Repository.Files("tests", endings)).Concat(Repository.Files("scripts", endings));

    private static IEnumerable<string> LinesWith(IEnumerable<string> files, Regex pattern) =>
        from path in files
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where pattern.IsMatch(line.text)
        select $"{path}:{line.number}";

    [GeneratedRegex(@"(Utils?|Helpers?|Manager|Base)\.\w+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DirectLog();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay|WaitForTimeoutAsync", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bSkip\s*=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SwitchedOff();

    [GeneratedRegex(@"^\s*\[(Fact|Theory)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"public (async )?[\w<>]+ (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestMethod();
}
