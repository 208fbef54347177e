import { defineErrorCodes } from "@pergola/core";

export const weatherErrors = defineErrorCodes("pergola-weather", {
  CITY_UNKNOWN: "The weather service does not know the city.",
  WEATHER_UNAVAILABLE: "The weather service does not answer, or not with the weather.",
});
