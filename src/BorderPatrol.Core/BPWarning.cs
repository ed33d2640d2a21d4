namespace BorderPatrol;

/// <summary>Something that went wrong without ending the work.</summary>
/// <param name="ErrorId">A stable id from <see cref="ErrorIds"/>.</param>
/// <param name="Message">What happened and how much it touches, in one sentence.</param>
public sealed record BPWarning(string ErrorId, string Message);
